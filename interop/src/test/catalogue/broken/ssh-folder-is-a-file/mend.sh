rm "$ACCOUNT_HOME/.ssh"
install -d -m 700 -o "$ACCOUNT" -g "$ACCOUNT" "$ACCOUNT_HOME/.ssh"
install -m 600 -o "$ACCOUNT" -g "$ACCOUNT" "$KEYS/id_ed25519.pub" "$AUTHORIZED_KEYS"
