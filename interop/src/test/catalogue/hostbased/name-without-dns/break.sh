sed -i "s/^UseDNS.*/UseDNS no/" "$CONFIG"
