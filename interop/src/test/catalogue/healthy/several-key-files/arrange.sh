sed -i 's|^AuthorizedKeysFile.*|AuthorizedKeysFile .ssh/none .ssh/authorized_keys %h/.ssh/authorized_keys2|' "$CONFIG"
mv "$AUTHORIZED_KEYS" "${AUTHORIZED_KEYS}2"
install -m 600 -o "$ACCOUNT" -g "$ACCOUNT" "$KEYS/other.pub" "$AUTHORIZED_KEYS"
