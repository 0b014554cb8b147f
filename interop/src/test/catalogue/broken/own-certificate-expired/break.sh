echo "TrustedUserCAKeys $KEYS/ca.pub" >> "$CONFIG"
: > "$AUTHORIZED_KEYS"
cd "$CLIENT_HOME/.ssh"
install -m 600 -o "$CLIENT" -g "$CLIENT" "$KEYS/ca" "$KEYS/ca.pub" .
ssh-keygen -q -s "$KEYS/ca" -I person -n "$ACCOUNT" -V 20200101:20210101 id_ed25519.pub
chown "$CLIENT:$CLIENT" id_ed25519-cert.pub
