key="$CLIENT_HOME/.ssh/id_ed25519"
head -n 4 "$KEYS/id_ed25519" > "$key"
