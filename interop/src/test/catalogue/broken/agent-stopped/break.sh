pkill -STOP -u "$CLIENT" -x ssh-agent
