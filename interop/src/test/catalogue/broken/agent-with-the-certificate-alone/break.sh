cd "$CLIENT_HOME/.ssh"
mv id_ed25519 work
mv id_ed25519.pub work.pub
chmod 644 work.pub
ssh-keygen -q -s "$KEYS/ca" -I person -n "$ACCOUNT" work.pub
SSH_AUTH_SOCK="$AGENT" ssh-add -q work
rm work-cert.pub
SSH_AUTH_SOCK="$AGENT" ssh-add -q -d work.pub
echo "    IdentityFile ~/.ssh/work.pub" >> "$CLIENT_CONFIG"
