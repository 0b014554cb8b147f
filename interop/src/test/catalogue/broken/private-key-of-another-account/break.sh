chown root:root "$CLIENT_HOME/.ssh/id_ed25519"
