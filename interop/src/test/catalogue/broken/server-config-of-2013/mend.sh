sed -i '/^MACs/d' "$CONFIG"
