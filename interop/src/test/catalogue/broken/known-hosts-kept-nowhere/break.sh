: > "$KNOWN_HOSTS"
echo '    StrictHostKeyChecking yes' >> "$CLIENT_CONFIG"
echo '    UserKnownHostsFile /dev/null' >> "$CLIENT_CONFIG"
