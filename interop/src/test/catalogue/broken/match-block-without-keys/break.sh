sed -i 's/^PasswordAuthentication.*/PasswordAuthentication yes/' "$CONFIG"
printf 'Match Group %s\n    PubkeyAuthentication no\n' "$GROUP" >> "$CONFIG"
