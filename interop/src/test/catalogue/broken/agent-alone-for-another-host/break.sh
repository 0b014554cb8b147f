cd "$CLIENT_HOME/.ssh"
rm id_ed25519.pub
mv id_ed25519 work
printf 'elsewhere.example %s\n' "$(cat "$KEYS/other_host.pub")" >> "$KNOWN_HOSTS"
SSH_AUTH_SOCK="$AGENT" ssh-add -q -H "$KNOWN_HOSTS" -h elsewhere.example work
