sed -i 's/^/no-agent-forwarding,no-pty,environment="WORDS=a, \\"b\\" # c",expiry-time="20991231" /' "$AUTHORIZED_KEYS"
