echo '    StrictHostKeyChecking accept-new' >> "$CLIENT_CONFIG"
sed -i "s|^HostKey.*|HostKey $KEYS/other_host|" "$CONFIG"
