echo '    HostKeyAlias house' >> "$CLIENT_CONFIG"
echo "house $(cat "$KEYS/host_ed25519.pub")" > "$KNOWN_HOSTS"
