sed -i 's/id_work.pub/id_work/' "$CLIENT_CONFIG"
