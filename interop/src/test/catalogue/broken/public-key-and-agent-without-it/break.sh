cd "$CLIENT_HOME/.ssh"
mv id_ed25519 work
mv id_ed25519.pub servers.pub
chmod 644 servers.pub
echo "    IdentityFile ~/.ssh/servers.pub" >> "$CLIENT_CONFIG"
