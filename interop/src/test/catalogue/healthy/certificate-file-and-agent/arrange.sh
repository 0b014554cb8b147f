echo "TrustedUserCAKeys $KEYS/ca.pub" >> "$CONFIG"
: > "$AUTHORIZED_KEYS"
cd "$CLIENT_HOME/.ssh"
cp "$KEYS/id_rsa.pub" .
ssh-keygen -q -s "$KEYS/ca" -I person -n "$ACCOUNT" id_rsa.pub
echo "    CertificateFile %d/.ssh/id_rsa-cert.pub" >> "$CLIENT_CONFIG"
