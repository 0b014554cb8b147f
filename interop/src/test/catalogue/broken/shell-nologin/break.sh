usermod -s /usr/sbin/nologin "$ACCOUNT"
