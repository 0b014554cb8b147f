sed -i 's/id_wrok/id_work/' "$CLIENT_CONFIG"
