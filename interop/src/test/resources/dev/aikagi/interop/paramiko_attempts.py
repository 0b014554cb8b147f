"""Attempts on one Transport, each with a service request of its own: PORT USER IDENTITY."""

import sys

import paramiko

port, user, identity = sys.argv[1:]
transport = paramiko.Transport(("127.0.0.1", int(port)))
transport.start_client(timeout=60)


def refused(attempt):
    try:
        attempt()
    except paramiko.AuthenticationException:
        return
    sys.exit("let in")


refused(lambda: transport.auth_publickey(user, paramiko.ECDSAKey.generate()))
refused(lambda: transport.auth_password(user, "wrong"))
transport.auth_publickey(user, paramiko.Ed25519Key.from_private_key_file(identity))
transport.open_session()
transport.close()
print("let in by the third")
