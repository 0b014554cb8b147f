cat "$KEYS/id_ed25519.pub" > "$CLIENT_HOME/.ssh/id_ed25519.pub"
