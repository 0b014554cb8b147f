: > "$KNOWN_HOSTS"
sed -i "s/Port .*/Port $OTHER_PORT/" "$CLIENT_CONFIG"
echo '    StrictHostKeyChecking accept-new' >> "$CLIENT_CONFIG"
