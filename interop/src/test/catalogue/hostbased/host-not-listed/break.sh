echo other.example > /etc/ssh/shosts.equiv
