sed -i '/PubkeyAuthentication/d' "$CLIENT_CONFIG"
