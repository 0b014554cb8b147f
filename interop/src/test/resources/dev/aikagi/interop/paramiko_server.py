"""A small SSH server on paramiko: PORT HOST_KEY HOST_KEY AUTHORIZED_KEYS; runs what is asked for."""

import socket
import subprocess
import sys
import threading

import paramiko

port, *host_keys, authorized = sys.argv[1:]
allowed = {line.split()[1] for line in open(authorized) if line.strip()}


class Session(paramiko.ServerInterface):
    def get_allowed_auths(self, username):
        return "publickey"

    def check_auth_publickey(self, username, key):
        if key.get_base64() in allowed:
            return paramiko.AUTH_SUCCESSFUL
        return paramiko.AUTH_FAILED

    def check_channel_request(self, kind, channel_id):
        if kind == "session":
            return paramiko.OPEN_SUCCEEDED
        return paramiko.OPEN_FAILED_ADMINISTRATIVELY_PROHIBITED

    def check_channel_exec_request(self, channel, command):
        threading.Thread(target=run, args=(channel, command), daemon=True).start()
        return True


def copy(read, send):
    while True:
        data = read(32768)
        if not data:
            break
        send(data)


def run(channel, command):
    process = subprocess.Popen(
        ["/bin/sh", "-c", command.decode()],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        bufsize=0,
    )

    def feed():
        copy(channel.recv, process.stdin.write)
        process.stdin.close()

    threading.Thread(target=feed, daemon=True).start()
    outputs = [
        threading.Thread(target=copy, args=(process.stdout.read, channel.sendall)),
        threading.Thread(target=copy, args=(process.stderr.read, channel.sendall_stderr)),
    ]
    for output in outputs:
        output.start()
    for output in outputs:
        output.join()
    channel.send_exit_status(process.wait())
    channel.close()


def serve(connection):
    transport = paramiko.Transport(connection)
    transport.add_server_key(paramiko.Ed25519Key(filename=host_keys[0]))
    transport.add_server_key(paramiko.RSAKey(filename=host_keys[1]))
    transport.start_server(server=Session())


listener = socket.create_server(("127.0.0.1", int(port)))
print("Server listening on 127.0.0.1 port", port, flush=True)
while True:
    peer, _ = listener.accept()
    threading.Thread(target=serve, args=(peer,), daemon=True).start()
