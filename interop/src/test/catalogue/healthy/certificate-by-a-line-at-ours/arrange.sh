printf 'cert-authority,principals="admins" %s\n' "$(cat "$KEYS/ca.pub")" > "$AUTHORIZED_KEYS"
ssh-keygen -q -s "$KEYS/ca" -I "key of $CLIENT" -n admins "$CLIENT_HOME/.ssh/id_ed25519.pub"
