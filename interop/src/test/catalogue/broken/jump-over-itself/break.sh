echo "    ProxyJump 127.0.0.1:$PORT" >> "$CLIENT_CONFIG"
