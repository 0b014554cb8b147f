echo '    MACs +hmac-md5' >> "$CLIENT_CONFIG"
