cat >> "$CONFIG" <<END
DenyUsers $OTHER
AllowUsers admin $ACCOUNT@127.0.0.*
DenyGroups $OTHER_GROUP
AllowGroups wheel $GROUP
END
