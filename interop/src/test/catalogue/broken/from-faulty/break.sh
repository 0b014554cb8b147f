sed -i 's|^|from="127.0.0.1/8" |' "$AUTHORIZED_KEYS"
