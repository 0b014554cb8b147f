usermod -s /etc/passwd "$ACCOUNT"
