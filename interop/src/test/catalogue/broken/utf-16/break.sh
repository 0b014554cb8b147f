iconv -f UTF-8 -t UTF-16 "$KEYS/id_ed25519.pub" > "$AUTHORIZED_KEYS"
