sed -i 1d "$SERVER/authorities"
