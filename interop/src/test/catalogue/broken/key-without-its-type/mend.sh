sed -i 's/^/ssh-ed25519 /' "$AUTHORIZED_KEYS"
