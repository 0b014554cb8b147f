cd "$CLIENT_HOME/.ssh"
ssh-keygen -q -s "$KEYS/ca" -I person -n "$ACCOUNT" id_ed25519.pub
