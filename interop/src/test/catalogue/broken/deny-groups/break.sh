echo "DenyGroups $GROUP" >> "$CONFIG"
