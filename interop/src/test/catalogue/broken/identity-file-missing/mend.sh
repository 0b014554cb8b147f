sed -i '/IdentityFile/d' "$CLIENT_CONFIG"
