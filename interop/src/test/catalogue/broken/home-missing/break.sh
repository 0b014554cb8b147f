rm -r "$ACCOUNT_HOME"
