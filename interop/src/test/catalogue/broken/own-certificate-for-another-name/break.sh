echo "TrustedUserCAKeys $KEYS/ca.pub" >> "$CONFIG"
: > "$AUTHORIZED_KEYS"
cd "$CLIENT_HOME/.ssh"
ssh-keygen -q -s "$KEYS/ca" -I person -n "$OTHER" id_ed25519.pub
