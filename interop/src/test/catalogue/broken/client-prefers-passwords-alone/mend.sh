sed -i '/PreferredAuthentications/d' "$CLIENT_CONFIG"
