usermod -s /bin/sh "$ACCOUNT"
