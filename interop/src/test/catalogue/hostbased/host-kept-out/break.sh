printf -- "-localhost\nlocalhost\n" > /etc/ssh/shosts.equiv
