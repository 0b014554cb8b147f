ssh-keygen -e -f "$KEYS/id_ed25519.pub" > "$AUTHORIZED_KEYS"
