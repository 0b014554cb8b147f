sed -i 's/^/expiry-time="20200101" /' "$AUTHORIZED_KEYS"
