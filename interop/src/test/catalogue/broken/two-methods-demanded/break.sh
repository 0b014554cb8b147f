sed -i 's/^PasswordAuthentication.*/PasswordAuthentication yes/' "$CONFIG"
echo "AuthenticationMethods publickey,password" >> "$CONFIG"
