mv "$ACCOUNT_HOME/authorized_keys" "$AUTHORIZED_KEYS"
