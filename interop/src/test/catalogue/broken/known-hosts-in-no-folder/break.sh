echo '    StrictHostKeyChecking yes' >> "$CLIENT_CONFIG"
echo "    UserKnownHostsFile $CLIENT_HOME/new/known_hosts" >> "$CLIENT_CONFIG"
