sed -i 's/^/permitopen="192.0.2.1:22" /' "$GATE_KEYS"
