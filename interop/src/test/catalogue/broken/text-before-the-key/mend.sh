sed -i 's/^laptop: //' "$AUTHORIZED_KEYS"
