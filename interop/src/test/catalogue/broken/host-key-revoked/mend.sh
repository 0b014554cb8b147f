sed -i '/^@revoked/d' "$KNOWN_HOSTS"
