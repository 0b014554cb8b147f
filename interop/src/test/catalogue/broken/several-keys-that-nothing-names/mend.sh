echo "    IdentityFile ~/.ssh/company" >> "$CLIENT_CONFIG"
