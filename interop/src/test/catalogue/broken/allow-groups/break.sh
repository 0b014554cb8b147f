echo "AllowGroups $OTHER_GROUP" >> "$CONFIG"
