mkdir "$JAIL/keys"
sed -i "s|^AuthorizedKeysFile.*|AuthorizedKeysFile $JAIL/keys/%u|" "$CONFIG"
