SSH_AUTH_SOCK="$AGENT" ssh-add -q "$CLIENT_HOME/.ssh/work"
