echo "$ACCOUNT" >> "$JAIL/principals"
