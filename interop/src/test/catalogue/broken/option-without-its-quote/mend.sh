sed -i 's/^environment="WHERE=here/environment="WHERE=here"/' "$AUTHORIZED_KEYS"
