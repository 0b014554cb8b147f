cat "$KEYS/other.pub" > "$AUTHORIZED_KEYS"
