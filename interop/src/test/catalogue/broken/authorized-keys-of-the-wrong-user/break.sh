rm "$AUTHORIZED_KEYS"
install -m 600 -o "$OTHER" -g "$OTHER" "$KEYS/id_ed25519.pub" "$OTHER_HOME/.ssh/authorized_keys"
