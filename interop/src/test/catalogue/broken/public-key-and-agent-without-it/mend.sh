sed -i 's,/servers.pub,/work,' "$CLIENT_CONFIG"
