sed -i 's/^disabled //' "$AUTHORIZED_KEYS"
