sed -i "/PubkeyAcceptedAlgorithms/d" "$CLIENT_CONFIG"
