: > "$SERVER/revoked"
