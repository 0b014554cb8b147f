cat > "$AUTHORIZED_KEYS" <<END
# keys of the house

  # of the gardener
$(cat "$KEYS/other.pub")
restrict,command="uptime" $(cat "$KEYS/k1.pub")
ssh-ed25519 AAAA broken
   $(cat "$KEYS/id_ed25519.pub")

cert-authority,principals="x" $(cat "$KEYS/ca.pub")
END
