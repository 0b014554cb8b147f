sed -i '0,/HostName .*/s//HostName inside.invalid/' "$CLIENT_CONFIG"
