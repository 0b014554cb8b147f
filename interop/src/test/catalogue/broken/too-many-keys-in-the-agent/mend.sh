printf '    IdentitiesOnly yes\n    IdentityFile ~/.ssh/id_ed25519\n' >> "$CLIENT_CONFIG"
