usermod -a -G "$OTHER_GROUP" "$ACCOUNT"
