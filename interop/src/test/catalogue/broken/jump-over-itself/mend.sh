sed -i '/ProxyJump/d' "$CLIENT_CONFIG"
