usermod -p '!*' "$ACCOUNT"
