echo "AllowUsers $ACCOUNT@192.0.2.*" >> "$CONFIG"
