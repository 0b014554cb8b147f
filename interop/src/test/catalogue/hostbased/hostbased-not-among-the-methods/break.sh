sed -i "s/^PubkeyAuthentication.*/PubkeyAuthentication yes/" "$CONFIG"
echo "AuthenticationMethods publickey" >> "$CONFIG"
