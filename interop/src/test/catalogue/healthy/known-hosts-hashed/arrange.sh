ssh-keygen -q -H -f "$KNOWN_HOSTS" 2> /dev/null
rm "$KNOWN_HOSTS.old"
chown "$CLIENT:$CLIENT" "$KNOWN_HOSTS"
