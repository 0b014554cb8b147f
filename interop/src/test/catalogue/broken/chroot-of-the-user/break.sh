install -d -m 755 -o "$ACCOUNT" "$JAIL/files"
printf 'ChrootDirectory %s\nForceCommand internal-sftp\n' "$JAIL/files" >> "$CONFIG"
