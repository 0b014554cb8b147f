echo "TrustedUserCAKeys $KEYS/ca.pub" >> "$CONFIG"
: > "$AUTHORIZED_KEYS"
cd "$CLIENT_HOME/.ssh"
install -m 600 -o "$CLIENT" -g "$CLIENT" "$KEYS/id_ecdsa" work
cp "$KEYS/id_ecdsa.pub" work.pub
ssh-keygen -q -s "$KEYS/ca" -I person -n "$ACCOUNT" work.pub
echo "    CertificateFile ~/.ssh/work-cert.pub" >> "$CLIENT_CONFIG"
