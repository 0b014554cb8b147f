sed -i 's/^PasswordAuthentication.*/PasswordAuthentication yes/' "$CONFIG"
echo "PubkeyAuthentication no" >> "$CONFIG"
