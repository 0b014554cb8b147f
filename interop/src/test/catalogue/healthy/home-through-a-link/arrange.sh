mv "$ACCOUNT_HOME" "$SCRATCH/home"
ln -s "$SCRATCH/home" "$ACCOUNT_HOME"
