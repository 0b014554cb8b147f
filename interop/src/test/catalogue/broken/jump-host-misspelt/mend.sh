sed -i 's/ProxyJump gaet/ProxyJump gate/' "$CLIENT_CONFIG"
