mkdir "$JAIL/principals"
echo "$ACCOUNT" > "$JAIL/principals/$ACCOUNT"
