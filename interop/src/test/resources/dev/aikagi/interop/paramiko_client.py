"""Runs one command over paramiko: PORT USER IDENTITY KIND=ALGORITHM COMMAND; streams as ssh's."""

import sys
import threading

import paramiko

port, user, identity, only, command = sys.argv[1:]
kind, algorithm = only.split("=", 1)


class OneAlgorithm(paramiko.Transport):
    """Offers one algorithm of one kind, and paramiko's own choice of all others."""


setattr(OneAlgorithm, "_preferred_" + kind, (algorithm,))

client = paramiko.SSHClient()
client.set_missing_host_key_policy(paramiko.AutoAddPolicy())
client.connect(
    "127.0.0.1",
    int(port),
    user,
    key_filename=identity,
    allow_agent=False,
    look_for_keys=False,
    transport_factory=OneAlgorithm,
)
channel = client.get_transport().open_session()
channel.exec_command(command)


def copy(receive, target):
    while True:
        data = receive(65536)
        if not data:
            break
        target.write(data)
        target.flush()


readers = [
    threading.Thread(target=copy, args=(channel.recv, sys.stdout.buffer)),
    threading.Thread(target=copy, args=(channel.recv_stderr, sys.stderr.buffer)),
]
for reader in readers:
    reader.start()
while True:
    data = sys.stdin.buffer.read(65536)
    if not data:
        break
    channel.sendall(data)
channel.shutdown_write()
for reader in readers:
    reader.join()
status = channel.recv_exit_status()
client.close()
sys.exit(status)
