tr '\r' '\n' < "$AUTHORIZED_KEYS" > "$SCRATCH/keys"
cat "$SCRATCH/keys" > "$AUTHORIZED_KEYS"
