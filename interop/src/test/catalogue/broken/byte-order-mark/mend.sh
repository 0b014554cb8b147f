tail -c +4 "$AUTHORIZED_KEYS" > "$SCRATCH/keys"
cat "$SCRATCH/keys" > "$AUTHORIZED_KEYS"
