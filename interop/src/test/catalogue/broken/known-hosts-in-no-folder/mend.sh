mkdir -p "$CLIENT_HOME/new"
echo "[127.0.0.1]:$PORT $(cat "$KEYS/host_ed25519.pub")" > "$CLIENT_HOME/new/known_hosts"
