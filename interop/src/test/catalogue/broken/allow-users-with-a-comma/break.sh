echo "AllowUsers admin,$ACCOUNT" >> "$CONFIG"
