echo "KexAlgorithms diffie-hellman-group14-sha1" >> "$CONFIG"
