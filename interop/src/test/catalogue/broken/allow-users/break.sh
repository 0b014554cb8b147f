echo "AllowUsers admin" >> "$CONFIG"
