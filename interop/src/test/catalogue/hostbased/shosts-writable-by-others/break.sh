rm /etc/ssh/shosts.equiv
echo localhost > "$ACCOUNT_HOME/.shosts"
chown "$ACCOUNT:" "$ACCOUNT_HOME/.shosts"
chmod 666 "$ACCOUNT_HOME/.shosts"
