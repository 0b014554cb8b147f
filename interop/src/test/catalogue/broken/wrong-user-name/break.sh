sed -i 's/User .*/&x/' "$CLIENT_CONFIG"
