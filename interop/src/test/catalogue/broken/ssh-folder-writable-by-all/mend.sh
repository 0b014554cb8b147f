chmod 700 "$ACCOUNT_HOME/.ssh"
