sed -i '/127.0.0.1/d' "$KNOWN_HOSTS"
