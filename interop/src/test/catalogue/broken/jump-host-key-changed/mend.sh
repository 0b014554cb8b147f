sed -i "/$GATE_PORT/d" "$KNOWN_HOSTS"
