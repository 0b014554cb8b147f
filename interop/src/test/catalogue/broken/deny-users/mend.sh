sed -i '/^DenyUsers/d' "$CONFIG"
