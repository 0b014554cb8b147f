ssh-keygen -q -p -P "$SECRET" -N '' -f "$CLIENT_HOME/.ssh/id_ed25519"
