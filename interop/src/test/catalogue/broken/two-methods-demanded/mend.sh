sed -i '/^AuthenticationMethods/d' "$CONFIG"
