echo '    BindAddress 192.0.2.1' >> "$CLIENT_CONFIG"
