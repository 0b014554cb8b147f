rm /etc/ssh/ssh_known_hosts
