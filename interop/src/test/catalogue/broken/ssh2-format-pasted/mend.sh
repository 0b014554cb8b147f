ssh-keygen -i -f "$AUTHORIZED_KEYS" > "$SCRATCH/key"
cat "$SCRATCH/key" > "$AUTHORIZED_KEYS"
