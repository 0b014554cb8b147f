mv "$AUTHORIZED_KEYS" "$ACCOUNT_HOME/authorized_keys"
