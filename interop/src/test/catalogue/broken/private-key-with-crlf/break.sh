sed -i 's/$/\r/' "$CLIENT_HOME/.ssh/id_ed25519"
