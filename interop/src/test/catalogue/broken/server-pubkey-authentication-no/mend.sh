sed -i 's/^PubkeyAuthentication no/PubkeyAuthentication yes/' "$CONFIG"
