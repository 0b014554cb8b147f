mv "$CLIENT_HOME/.ssh/id_ed25519" "$CLIENT_HOME/.ssh/id_work"
mv "$CLIENT_HOME/.ssh/id_ed25519.pub" "$CLIENT_HOME/.ssh/id_work.pub"
echo '    IdentityFile ~/.ssh/id_work.pub' >> "$CLIENT_CONFIG"
