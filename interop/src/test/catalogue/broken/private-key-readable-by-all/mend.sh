chmod 600 "$CLIENT_HOME/.ssh/id_ed25519"
