sed -i '/AllowTcpForwarding/d' "$GATE_CONFIG"
