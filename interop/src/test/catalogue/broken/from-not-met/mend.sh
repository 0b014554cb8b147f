sed -i 's|^from="192.0.2.0/24"|from="192.0.2.0/24,127.0.0.1"|' "$AUTHORIZED_KEYS"
