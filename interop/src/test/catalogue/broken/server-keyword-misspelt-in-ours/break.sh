sed -i 's/^AuthorizedKeysFile/AuthorisedKeysFile/' "$CONFIG"
