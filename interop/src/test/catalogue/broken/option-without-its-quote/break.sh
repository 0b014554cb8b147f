sed -i 's/^/environment="WHERE=here /' "$AUTHORIZED_KEYS"
