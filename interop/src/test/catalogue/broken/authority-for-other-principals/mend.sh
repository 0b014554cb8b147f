sed -i 's/admins/'"$ACCOUNT"'/' "$AUTHORIZED_KEYS"
