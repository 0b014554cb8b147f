sed -i 's/HostName .*/HostName place.invalid/' "$CLIENT_CONFIG"
