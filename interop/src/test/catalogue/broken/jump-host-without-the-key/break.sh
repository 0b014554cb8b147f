: > "$GATE_KEYS"
