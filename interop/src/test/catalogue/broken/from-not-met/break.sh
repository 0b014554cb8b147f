sed -i 's|^|from="192.0.2.0/24" |' "$AUTHORIZED_KEYS"
