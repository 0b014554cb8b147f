printf "cert-authority %s\n" "$(cat "$KEYS/ca.pub")" > "$AUTHORIZED_KEYS"
