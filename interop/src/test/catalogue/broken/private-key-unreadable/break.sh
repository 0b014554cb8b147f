chmod 000 "$CLIENT_HOME/.ssh/id_ed25519"
