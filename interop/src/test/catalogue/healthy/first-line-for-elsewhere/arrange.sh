line=$(cat "$AUTHORIZED_KEYS")
printf 'from="192.0.2.0/24" %s\nfrom="127.0.0.1" %s\n' "$line" "$line" > "$AUTHORIZED_KEYS"
