sed -i 's|^|from="!192.0.2.1,192.0.2.0/24,127.0.0.0/8" |' "$AUTHORIZED_KEYS"
