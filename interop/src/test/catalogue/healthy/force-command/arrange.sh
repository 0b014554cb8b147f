echo "ForceCommand echo forced" >> "$CONFIG"
