sed -i '/^MaxAuthTries$/d' "$CONFIG"
