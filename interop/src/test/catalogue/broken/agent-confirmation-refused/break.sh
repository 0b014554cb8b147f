cd "$CLIENT_HOME/.ssh"
mv id_ed25519 work
mv id_ed25519.pub work.pub
echo "    IdentityFile ~/.ssh/work.pub" >> "$CLIENT_CONFIG"
SSH_AUTH_SOCK="$AGENT" ssh-add -q -c work
