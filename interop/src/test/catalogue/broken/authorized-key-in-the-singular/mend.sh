mv "$ACCOUNT_HOME/.ssh/authorized_key" "$AUTHORIZED_KEYS"
