cd "$CLIENT_HOME/.ssh"
ssh-keygen -q -s "$KEYS/ca" -I person -n "$ACCOUNT" -V 20200101:20210101 id_ed25519.pub
