sed -i "s/Port .*/Port $OTHER_PORT/" "$CLIENT_CONFIG"
