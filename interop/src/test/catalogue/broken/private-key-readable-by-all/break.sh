chmod 644 "$CLIENT_HOME/.ssh/id_ed25519"
