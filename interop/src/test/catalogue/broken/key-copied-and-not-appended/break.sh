rm "$AUTHORIZED_KEYS"
install -m 600 -o "$ACCOUNT" -g "$ACCOUNT" "$KEYS/id_ed25519.pub" "$ACCOUNT_HOME/.ssh"
