printf 'elsewhere.example %s\n' "$(cat "$KEYS/other_host.pub")" >> "$KNOWN_HOSTS"
SSH_AUTH_SOCK="$AGENT" ssh-add -q -H "$KNOWN_HOSTS" -h elsewhere.example "$CLIENT_HOME/.ssh/id_ed25519"
