chown root:root "$AUTHORIZED_KEYS"
chmod 600 "$AUTHORIZED_KEYS"
