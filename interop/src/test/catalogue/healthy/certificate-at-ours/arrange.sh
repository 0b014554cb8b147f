: > "$AUTHORIZED_KEYS"
cp "$KEYS/ca.pub" "$SERVER/authorities"
echo "TrustedUserCAKeys $SERVER/authorities" >> "$CONFIG"
ssh-keygen -q -s "$KEYS/ca" -I "key of $CLIENT" -n "$ACCOUNT" -O source-address=127.0.0.0/8 "$CLIENT_HOME/.ssh/id_ed25519.pub"
