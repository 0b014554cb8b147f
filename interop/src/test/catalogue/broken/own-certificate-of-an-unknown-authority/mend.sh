echo "TrustedUserCAKeys $KEYS/ca.pub" >> "$CONFIG"
