sed -i 's/^PubkeyAcceptedAlgorithms .*/&,ssh-ed25519/' "$CONFIG"
