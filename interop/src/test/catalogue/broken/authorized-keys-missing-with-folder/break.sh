rm -r "$ACCOUNT_HOME/.ssh"
