cat >> "$CONFIG" <<END
Protocol 2
UsePrivilegeSeparation sandbox
KeyRegenerationInterval 3600
ServerKeyBits 1024
RSAAuthentication yes
RhostsRSAAuthentication no
UseLogin no
MACs hmac-sha1,umac-64@openssh.com,hmac-ripemd160
END
