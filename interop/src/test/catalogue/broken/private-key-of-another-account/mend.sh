chown "$CLIENT:$CLIENT" "$CLIENT_HOME/.ssh/id_ed25519"
