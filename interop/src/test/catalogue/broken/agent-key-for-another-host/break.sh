cd "$CLIENT_HOME/.ssh"
mv id_ed25519 work
mv id_ed25519.pub work.pub
chmod 644 work.pub
printf 'elsewhere.example %s\n' "$(cat "$KEYS/other_host.pub")" >> "$KNOWN_HOSTS"
echo "    IdentityFile ~/.ssh/work.pub" >> "$CLIENT_CONFIG"
SSH_AUTH_SOCK="$AGENT" ssh-add -q -H "$KNOWN_HOSTS" -h elsewhere.example work
