echo '    IdentityFile ~/.ssh/id_work' >> "$CLIENT_CONFIG"
