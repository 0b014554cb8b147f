sed -i 's/^/cert-authority /' "$AUTHORIZED_KEYS"
