echo '    ProxyCommand /usr/local/bin/no-such-proxy %h %p' >> "$CLIENT_CONFIG"
