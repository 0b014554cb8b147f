echo "@revoked * $(cat "$KEYS/host_ed25519.pub")" >> "$KNOWN_HOSTS"
