sed -i 's/^PasswordAuthentication.*/PasswordAuthentication yes/' "$CONFIG"
usermod -p "$(openssl passwd -6 "$SECRET")" "$ACCOUNT"
rm -r "$ACCOUNT_HOME/.ssh"
