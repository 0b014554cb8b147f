printf 'KexAlgorithms diffie-hellman-group14-sha1\nCiphers aes128-cbc\nMACs hmac-sha1\n' >> "$CONFIG"
printf '    KexAlgorithms +diffie-hellman-group14-sha1\n    Ciphers +aes128-cbc\n' >> "$CLIENT_CONFIG"
