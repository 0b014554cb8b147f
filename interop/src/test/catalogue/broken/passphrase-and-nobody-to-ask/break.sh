cat "$KEYS/locked" > "$CLIENT_HOME/.ssh/id_ed25519"
cat "$KEYS/locked.pub" > "$CLIENT_HOME/.ssh/id_ed25519.pub"
cat "$KEYS/locked.pub" > "$AUTHORIZED_KEYS"
