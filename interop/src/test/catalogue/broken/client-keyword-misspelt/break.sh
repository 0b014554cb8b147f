echo '    IdentiyFile ~/.ssh/id_ed25519' >> "$CLIENT_CONFIG"
