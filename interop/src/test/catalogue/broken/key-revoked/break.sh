cp "$KEYS/id_ed25519.pub" "$SERVER/revoked"
echo "RevokedKeys $SERVER/revoked" >> "$CONFIG"
