sed -i "/CertificateFile/d" "$CLIENT_CONFIG"
