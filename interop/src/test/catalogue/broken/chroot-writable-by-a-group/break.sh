install -d -m 755 "$JAIL/files" "$JAIL/files/all"
chgrp "$GROUP" "$JAIL/files"
chmod 775 "$JAIL/files"
printf 'ChrootDirectory %s\nForceCommand internal-sftp\n' "$JAIL/files/all" >> "$CONFIG"
