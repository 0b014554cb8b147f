cat >> "$CLIENT_CONFIG" <<END
    ProxyJump gate
Host gate
    HostName 127.0.0.1
    Port $OTHER_PORT
    User $ACCOUNT
END
