key=$(cut -d ' ' -f 1,2 "$KEYS/host_ed25519.pub")
cat > "$KNOWN_HOSTS" <<END
# hosts of the house

[127.0.0.1]:1 $(cat "$KEYS/other_host.pub")
@revoked * $(cat "$KEYS/other.pub")
nonsense
gate.example.org,[127.0.0.1]:$PORT $key
END
