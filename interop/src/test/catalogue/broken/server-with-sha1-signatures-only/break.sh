rm "$CLIENT_HOME/.ssh/id_ed25519" "$CLIENT_HOME/.ssh/id_ed25519.pub"
install -m 600 -o "$CLIENT" -g "$CLIENT" "$KEYS/id_rsa" "$KEYS/id_rsa.pub" "$CLIENT_HOME/.ssh"
cat "$KEYS/id_rsa.pub" > "$AUTHORIZED_KEYS"
echo "PubkeyAcceptedAlgorithms ssh-rsa" >> "$CONFIG"
