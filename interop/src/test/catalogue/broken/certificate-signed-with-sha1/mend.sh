ssh-keygen -q -s "$KEYS/id_rsa" -I "key of $CLIENT" -n "$ACCOUNT" "$CLIENT_HOME/.ssh/id_ed25519.pub"
