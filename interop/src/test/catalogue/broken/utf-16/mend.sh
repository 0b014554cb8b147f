iconv -f UTF-16 -t UTF-8 "$AUTHORIZED_KEYS" > "$SCRATCH/keys"
cat "$SCRATCH/keys" > "$AUTHORIZED_KEYS"
