echo 'AllowTcpForwarding local' >> "$GATE_CONFIG"
echo "PermitOpen 127.0.0.1:$PORT" >> "$GATE_CONFIG"
sed -i 's/^/restrict,port-forwarding /' "$GATE_KEYS"
