cat "$KEYS/ca.pub" >> "$SERVER/authorities"
