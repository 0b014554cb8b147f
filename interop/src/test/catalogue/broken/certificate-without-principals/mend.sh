ssh-keygen -q -s "$KEYS/ca" -I "key of $CLIENT" -n "$ACCOUNT" "$CLIENT_HOME/.ssh/id_ed25519.pub"
