mkdir "$JAIL/keys"
mv "$AUTHORIZED_KEYS" "$JAIL/keys/$ACCOUNT"
sed -i "s|^AuthorizedKeysFile.*|AuthorizedKeysFile $JAIL/keys/%u|" "$CONFIG"
