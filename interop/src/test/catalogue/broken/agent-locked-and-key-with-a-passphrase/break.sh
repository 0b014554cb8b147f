cat "$KEYS/locked.pub" > "$AUTHORIZED_KEYS"
cd "$CLIENT_HOME/.ssh"
rm id_ed25519 id_ed25519.pub
install -m 600 -o "$CLIENT" -g "$CLIENT" "$KEYS/locked" work
echo "    IdentityFile ~/.ssh/work" >> "$CLIENT_CONFIG"
printf '#!/bin/sh\necho "$SECRET"\n' > "$SERVER/lock"
chmod 755 "$SERVER/lock"
SSH_AUTH_SOCK="$AGENT" SSH_ASKPASS="$SERVER/lock" SSH_ASKPASS_REQUIRE=force ssh-add -x
