cat >> "$CONFIG" <<END
PubkeyAuthentication no
Match User $OTHER
    AuthenticationMethods publickey,password
Match User $ACCOUNT Address 127.0.0.0/8
    PubkeyAuthentication yes
Match all
    AllowUsers *
END
