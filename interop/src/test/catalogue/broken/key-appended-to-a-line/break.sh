printf '%s' "$(cat "$KEYS/other.pub")" > "$AUTHORIZED_KEYS"
cat "$KEYS/id_ed25519.pub" >> "$AUTHORIZED_KEYS"
