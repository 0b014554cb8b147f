pkill -CONT -u "$CLIENT" -x ssh-agent
