echo "Ciphers aes128-cbc,3des-cbc" >> "$CONFIG"
