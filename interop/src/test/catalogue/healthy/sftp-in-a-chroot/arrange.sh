install -d -m 755 "$JAIL/files"
install -d -m 700 -o "$ACCOUNT" "$JAIL/files/mine"
printf 'Match User %s\n    ChrootDirectory %s\n    ForceCommand internal-sftp\n' "$ACCOUNT" "$JAIL/files" >> "$CONFIG"
