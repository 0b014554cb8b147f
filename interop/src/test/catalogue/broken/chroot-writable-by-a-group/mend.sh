chmod g-w "$JAIL/files"
