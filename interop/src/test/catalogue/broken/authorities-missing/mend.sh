cp "$KEYS/ca.pub" "$SERVER/authorities"
