echo "MaxAuthTries" >> "$CONFIG"
