echo "MaxAuthTries 3" >> "$CONFIG"
