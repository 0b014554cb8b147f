chown root:root "$JAIL/files"
