sed -i '/^DenyGroups/d' "$CONFIG"
