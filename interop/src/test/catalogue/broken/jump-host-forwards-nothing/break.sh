echo 'AllowTcpForwarding no' >> "$GATE_CONFIG"
