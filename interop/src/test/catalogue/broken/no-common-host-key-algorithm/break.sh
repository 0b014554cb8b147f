sed -i "s|^HostKey.*|HostKey $KEYS/host_rsa|" "$CONFIG"
echo "HostKeyAlgorithms ssh-rsa" >> "$CONFIG"
echo "[127.0.0.1]:$PORT $(cat "$KEYS/host_rsa.pub")" > "$KNOWN_HOSTS"
