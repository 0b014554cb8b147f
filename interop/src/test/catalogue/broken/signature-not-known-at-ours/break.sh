echo "PubkeyAcceptedAlgorithms rsa-sha2-256,rsa-sha2-512" >> "$CONFIG"
