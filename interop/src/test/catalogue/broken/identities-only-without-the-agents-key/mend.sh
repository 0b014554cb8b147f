sed -i '/IdentitiesOnly/d' "$CLIENT_CONFIG"
