sed -i 's/ProxyJump gate/ProxyJump gaet/' "$CLIENT_CONFIG"
