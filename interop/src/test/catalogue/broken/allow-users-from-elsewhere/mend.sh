sed -i "s/^AllowUsers .*/& $ACCOUNT@127.0.0.1/" "$CONFIG"
