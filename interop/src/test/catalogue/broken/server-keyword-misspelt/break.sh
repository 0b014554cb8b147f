echo "PermitRotLogin no" >> "$CONFIG"
