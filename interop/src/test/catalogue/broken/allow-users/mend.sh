sed -i "s/^AllowUsers .*/& $ACCOUNT/" "$CONFIG"
