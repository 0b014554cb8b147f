cut -c 1-60 "$KEYS/id_ed25519.pub" > "$AUTHORIZED_KEYS"
