sed -i 's/^AuthorisedKeysFile/AuthorizedKeysFile/' "$CONFIG"
