sed -i 's/^PasswordAuthentication.*/PasswordAuthentication yes/' "$CONFIG"
usermod -p "$(openssl passwd -6 "$SECRET")" "$ACCOUNT"
cat "$KEYS/other.pub" > "$AUTHORIZED_KEYS"
