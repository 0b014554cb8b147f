sed -i '/ProxyCommand/d' "$CLIENT_CONFIG"
