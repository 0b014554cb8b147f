sed -i 's/^/no-ptyy /' "$AUTHORIZED_KEYS"
