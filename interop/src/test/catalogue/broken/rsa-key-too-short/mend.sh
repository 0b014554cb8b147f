sed -i 's/^RequiredRSASize.*/RequiredRSASize 2048/' "$CONFIG"
