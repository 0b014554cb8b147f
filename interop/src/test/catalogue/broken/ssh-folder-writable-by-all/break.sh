chmod 777 "$ACCOUNT_HOME/.ssh"
