sed -i "/^IgnoreRhosts/d" "$CONFIG"
rm /etc/ssh/shosts.equiv
echo localhost > "$ACCOUNT_HOME/.shosts"
chown "$ACCOUNT:" "$ACCOUNT_HOME/.shosts"
