: > "$AUTHORIZED_KEYS"
cp "$KEYS/ca.pub" "$SERVER/authorities"
echo "TrustedUserCAKeys $SERVER/authorities" >> "$CONFIG"
ssh-keygen -q -s "$KEYS/ca" -I "key of $CLIENT" -n "x,$ACCOUNT" "$CLIENT_HOME/.ssh/id_ed25519.pub"
