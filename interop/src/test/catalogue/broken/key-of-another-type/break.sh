cat "$KEYS/id_rsa.pub" > "$AUTHORIZED_KEYS"
