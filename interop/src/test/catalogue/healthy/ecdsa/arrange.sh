rm "$CLIENT_HOME/.ssh/id_ed25519" "$CLIENT_HOME/.ssh/id_ed25519.pub"
install -m 600 -o "$CLIENT" -g "$CLIENT" "$KEYS/id_ecdsa" "$CLIENT_HOME/.ssh"
cat "$KEYS/id_ecdsa.pub" > "$AUTHORIZED_KEYS"
