cat "$KEYS/other.pub" > "$CLIENT_HOME/.ssh/id_ed25519.pub"
