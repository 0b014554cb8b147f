chmod 777 "$ACCOUNT_HOME" "$ACCOUNT_HOME/.ssh"
chmod 666 "$AUTHORIZED_KEYS"
sed -i 's/^StrictModes.*/StrictModes no/' "$CONFIG"
