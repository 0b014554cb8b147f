sed -i "s/Port $PORT/Port $OTHER_PORT/" "$CLIENT_CONFIG"
