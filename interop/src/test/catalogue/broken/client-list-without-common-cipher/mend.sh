sed -i '/Ciphers/d' "$CLIENT_CONFIG"
