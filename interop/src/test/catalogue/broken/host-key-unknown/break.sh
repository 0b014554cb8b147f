: > "$KNOWN_HOSTS"
echo '    StrictHostKeyChecking yes' >> "$CLIENT_CONFIG"
