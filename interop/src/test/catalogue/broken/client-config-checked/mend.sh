sed -i 's/Intervall/Interval/' "$CLIENT_CONFIG"
