mv "$CLIENT_HOME/.ssh/id_ed25519" "$CLIENT_HOME/.ssh/work"
mv "$CLIENT_HOME/.ssh/id_ed25519.pub" "$CLIENT_HOME/.ssh/work.pub"
