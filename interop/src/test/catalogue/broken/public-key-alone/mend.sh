install -m 600 -o "$CLIENT" -g "$CLIENT" "$KEYS/id_ed25519" "$CLIENT_HOME/.ssh/servers"
sed -i 's,/servers.pub,/servers,' "$CLIENT_CONFIG"
