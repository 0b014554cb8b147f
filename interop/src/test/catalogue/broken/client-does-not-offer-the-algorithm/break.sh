echo '    PubkeyAcceptedAlgorithms rsa-sha2-512,rsa-sha2-256' >> "$CLIENT_CONFIG"
