mv "$AUTHORIZED_KEYS" "$ACCOUNT_HOME/.ssh/authorized_key"
