printf '# my keys\r%s\r' "$(cat "$KEYS/id_ed25519.pub")" > "$AUTHORIZED_KEYS"
