echo "    IdentityFile ~/.ssh/work" >> "$CLIENT_CONFIG"
