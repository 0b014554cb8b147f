rm /etc/ssh/shosts.equiv
