echo '    HostKeyAlgorithms +ssh-rsa' >> "$CLIENT_CONFIG"
