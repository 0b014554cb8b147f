echo '    PubkeyAuthentication no' >> "$CLIENT_CONFIG"
