sed -i "s/Port .*/Port $OTHER_PORT/" "$CLIENT_CONFIG"
echo '    ConnectTimeout 1' >> "$CLIENT_CONFIG"
