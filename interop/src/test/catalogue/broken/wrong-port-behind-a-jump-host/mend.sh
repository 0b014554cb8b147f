sed -i "s/Port $OTHER_PORT/Port $PORT/" "$CLIENT_CONFIG"
