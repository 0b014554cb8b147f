usermod -e 2020-01-01 "$ACCOUNT"
