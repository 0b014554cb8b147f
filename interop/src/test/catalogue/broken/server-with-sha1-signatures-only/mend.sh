echo '    PubkeyAcceptedAlgorithms +ssh-rsa' >> "$CLIENT_CONFIG"
