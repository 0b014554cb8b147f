sed -i 's/^AuthorizedKeysFile.*/AuthorizedKeysFile none/' "$CONFIG"
