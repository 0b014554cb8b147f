printf 'Match User %s\n    AuthenticationMethods publickey,password\n' "$ACCOUNT" >> "$CONFIG"
