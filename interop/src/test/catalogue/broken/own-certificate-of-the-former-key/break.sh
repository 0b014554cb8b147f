echo "TrustedUserCAKeys $KEYS/ca.pub" >> "$CONFIG"
: > "$AUTHORIZED_KEYS"
cd "$CLIENT_HOME/.ssh"
ssh-keygen -q -s "$KEYS/ca" -I person -n "$ACCOUNT" id_ed25519.pub
mv id_ed25519 id_ed25519.old
mv id_ed25519.pub id_ed25519.old.pub
install -m 600 -o "$CLIENT" -g "$CLIENT" "$KEYS/other" id_ed25519
cp "$KEYS/other.pub" id_ed25519.pub
