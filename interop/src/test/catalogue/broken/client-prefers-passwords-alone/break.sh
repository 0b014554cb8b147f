echo '    PreferredAuthentications password' >> "$CLIENT_CONFIG"
