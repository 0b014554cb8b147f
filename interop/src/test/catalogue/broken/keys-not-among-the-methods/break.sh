sed -i 's/^PasswordAuthentication.*/PasswordAuthentication yes/' "$CONFIG"
echo "AuthenticationMethods password" >> "$CONFIG"
