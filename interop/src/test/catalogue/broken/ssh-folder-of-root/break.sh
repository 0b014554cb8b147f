chown root:root "$ACCOUNT_HOME/.ssh"
