echo "RevokedKeys $SERVER/revoked" >> "$CONFIG"
