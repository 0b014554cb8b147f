usermod -p '*' "$ACCOUNT"
