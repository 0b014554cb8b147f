cat "$KEYS/id_rsa.pub" > "$AUTHORIZED_KEYS"
echo '    IdentitiesOnly yes' >> "$CLIENT_CONFIG"
