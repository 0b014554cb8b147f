echo "TrustedUserCAKeys $KEYS/ca.pub" >> "$CONFIG"
: > "$AUTHORIZED_KEYS"
cd "$CLIENT_HOME/.ssh"
ssh-keygen -q -s "$KEYS/ca" -I person -n "$ACCOUNT" id_ed25519.pub
echo "    CertificateFile ~/.ssh/id_ed25519-crt.pub" >> "$CLIENT_CONFIG"
