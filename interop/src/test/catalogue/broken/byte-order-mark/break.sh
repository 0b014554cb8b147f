printf '\357\273\277%s\n' "$(cat "$KEYS/id_ed25519.pub")" > "$AUTHORIZED_KEYS"
