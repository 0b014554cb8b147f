sed -i 's/HostName .*/HostName 127.0.0.1/' "$CLIENT_CONFIG"
