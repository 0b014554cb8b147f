sed -i "s/^    Port $GATE_PORT/    Port $OTHER_PORT/" "$CLIENT_CONFIG"
sed -i "s/:$GATE_PORT /:$OTHER_PORT /" "$KNOWN_HOSTS"
