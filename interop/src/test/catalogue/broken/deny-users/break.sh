echo "DenyUsers guest $ACCOUNT" >> "$CONFIG"
