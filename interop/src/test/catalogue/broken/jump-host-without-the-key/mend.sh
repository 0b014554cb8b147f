cat "$KEYS/id_ed25519.pub" > "$GATE_KEYS"
