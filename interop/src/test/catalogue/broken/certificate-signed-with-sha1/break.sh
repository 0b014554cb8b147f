: > "$AUTHORIZED_KEYS"
cp "$KEYS/id_rsa.pub" "$SERVER/authorities"
echo "TrustedUserCAKeys $SERVER/authorities" >> "$CONFIG"
ssh-keygen -q -s "$KEYS/id_rsa" -I "key of $CLIENT" -t ssh-rsa -n "$ACCOUNT" "$CLIENT_HOME/.ssh/id_ed25519.pub"
