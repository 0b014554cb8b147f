sed -i 's/IdentiyFile/IdentityFile/' "$CLIENT_CONFIG"
