rm -r "$AUTHORIZED_KEYS"
install -m 600 -o "$ACCOUNT" -g "$ACCOUNT" "$KEYS/id_ed25519.pub" "$AUTHORIZED_KEYS"
