mv "$CLIENT_HOME/.ssh/id_ed25519" "$CLIENT_HOME/.ssh/id_work"
mv "$CLIENT_HOME/.ssh/id_ed25519.pub" "$CLIENT_HOME/.ssh/id_work.pub"
install -m 600 -o "$CLIENT" -g "$CLIENT" "$KEYS/other" "$CLIENT_HOME/.ssh/home"
echo '    IdentityFile ~/.ssh/id_wrok' >> "$CLIENT_CONFIG"
