usermod -e '' "$ACCOUNT"
