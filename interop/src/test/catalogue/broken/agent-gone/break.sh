rm "$CLIENT_HOME/.ssh/id_ed25519" "$CLIENT_HOME/.ssh/id_ed25519.pub"
