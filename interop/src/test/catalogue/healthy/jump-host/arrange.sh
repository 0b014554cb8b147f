cat >> "$CLIENT_CONFIG" <<END
    ProxyJump gate
Host gate
    HostName 127.0.0.1
    Port $PORT
    User $ACCOUNT
END
