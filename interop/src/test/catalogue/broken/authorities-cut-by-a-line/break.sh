: > "$AUTHORIZED_KEYS"
(echo "the authority of the company:"; cat "$KEYS/ca.pub") > "$SERVER/authorities"
echo "TrustedUserCAKeys $SERVER/authorities" >> "$CONFIG"
ssh-keygen -q -s "$KEYS/ca" -I "key of $CLIENT" -n "$ACCOUNT" "$CLIENT_HOME/.ssh/id_ed25519.pub"
