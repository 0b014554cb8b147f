cd "$CLIENT_HOME/.ssh"
mv id_ed25519 company
rm id_ed25519.pub
install -m 600 -o "$CLIENT" -g "$CLIENT" "$KEYS/k1" "$KEYS/k2" .
