cd "$CLIENT_HOME/.ssh"
rm id_ed25519
mv id_ed25519.pub servers.pub
chmod 644 servers.pub
echo "    IdentityFile ~/.ssh/servers.pub" >> "$CLIENT_CONFIG"
