printf 'Ciphers aes128-ctr\nMACs hmac-md5\n' >> "$CONFIG"
