echo '    StrictHostKeyChecking accept-new' >> "$CLIENT_CONFIG"
sed -i "s|^HostKey.*|HostKey $KEYS/other_host|" "$GATE_CONFIG"
sed -i "/$GATE_PORT/s|ecdsa-sha2-nistp256 .*|$(cat "$KEYS/k1.pub")|" "$KNOWN_HOSTS"
