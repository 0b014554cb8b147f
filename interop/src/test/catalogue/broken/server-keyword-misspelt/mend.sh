sed -i 's/^PermitRotLogin/PermitRootLogin/' "$CONFIG"
