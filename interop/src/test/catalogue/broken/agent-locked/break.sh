cd "$CLIENT_HOME/.ssh"
rm id_ed25519
mv id_ed25519.pub work.pub
chmod 644 work.pub
echo "    IdentityFile ~/.ssh/work.pub" >> "$CLIENT_CONFIG"
printf '#!/bin/sh\necho "$SECRET"\n' > "$SERVER/lock"
chmod 755 "$SERVER/lock"
SSH_AUTH_SOCK="$AGENT" SSH_ASKPASS="$SERVER/lock" SSH_ASKPASS_REQUIRE=force ssh-add -x
