chmod g-w "$ACCOUNT_HOME"
