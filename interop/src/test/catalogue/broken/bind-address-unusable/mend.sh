sed -i '/BindAddress/d' "$CLIENT_CONFIG"
