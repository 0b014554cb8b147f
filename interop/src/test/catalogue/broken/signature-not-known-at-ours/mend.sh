sed -i "/PubkeyAcceptedAlgorithms/d" "$CONFIG"
