rm -r "$ACCOUNT_HOME/.ssh"
install -m 600 -o "$ACCOUNT" -g "$ACCOUNT" "$KEYS/id_ed25519.pub" "$ACCOUNT_HOME/.ssh"
