echo '    ServerAliveIntervall 30' >> "$CLIENT_CONFIG"
