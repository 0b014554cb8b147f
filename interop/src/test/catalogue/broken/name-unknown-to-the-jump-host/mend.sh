sed -i 's/HostName inside.invalid/HostName 127.0.0.1/' "$CLIENT_CONFIG"
