sed -i 's/^expiry-time="20200101"/expiry-time="20991231"/' "$AUTHORIZED_KEYS"
