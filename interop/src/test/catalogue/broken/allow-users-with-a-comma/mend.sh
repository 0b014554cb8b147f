sed -i '/^AllowUsers/s/,/ /' "$CONFIG"
