echo '    Ciphers aes128-cbc' >> "$CLIENT_CONFIG"
