sed -i "s/^    Port $OTHER_PORT/    Port $GATE_PORT/" "$CLIENT_CONFIG"
sed -i "s/:$OTHER_PORT /:$GATE_PORT /" "$KNOWN_HOSTS"
