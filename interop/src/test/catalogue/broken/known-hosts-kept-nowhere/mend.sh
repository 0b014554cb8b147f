sed -i /UserKnownHostsFile/d "$CLIENT_CONFIG"
echo "[127.0.0.1]:$PORT $(cat "$KEYS/host_ed25519.pub")" > "$KNOWN_HOSTS"
