usermod -s /bin/no-such-shell "$ACCOUNT"
