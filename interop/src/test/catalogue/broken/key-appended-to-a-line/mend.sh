cat "$KEYS/other.pub" "$KEYS/id_ed25519.pub" > "$AUTHORIZED_KEYS"
