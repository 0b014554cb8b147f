sed -i "/^HostbasedAuthentication/d" "$CONFIG"
