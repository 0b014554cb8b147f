sed -i "s/Port .*/Port $PORT/" "$CLIENT_CONFIG"
