sed -i 's/^no-ptyy/no-pty/' "$AUTHORIZED_KEYS"
