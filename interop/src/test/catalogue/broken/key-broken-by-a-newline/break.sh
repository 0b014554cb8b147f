fold -w 50 "$KEYS/id_ed25519.pub" > "$AUTHORIZED_KEYS"
