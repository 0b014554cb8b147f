"""What the comparing programs of this folder share: servers of both kinds on loopback, and figures."""
import hashlib
import os
import re
import resource
import socket
import statistics
import subprocess
import sys
import time

TICK = os.sysconf("SC_CLK_TCK")


def free_port():
    with socket.socket() as s:
        s.bind(("127.0.0.1", 0))
        return s.getsockname()[1]


def cpu_of(pid):
    """User and system seconds of a process and of the children that it has waited for."""
    try:
        with open(f"/proc/{pid}/stat") as f:
            fields = f.read().rpartition(")")[2].split()
    except (FileNotFoundError, ProcessLookupError):
        return 0.0  # it has ended meanwhile, and is counted with its parent
    return sum(int(x) for x in fields[11:15]) / TICK


def children_of(pid):
    found = []
    try:
        tasks = os.listdir(f"/proc/{pid}/task")
    except FileNotFoundError:
        tasks = []
    for task in tasks:
        try:
            with open(f"/proc/{pid}/task/{task}/children") as f:
                found += f.read().split()
        except (FileNotFoundError, ProcessLookupError):
            pass  # a thread that has ended meanwhile
    return found


def family(pid):
    return [pid] + [below for child in children_of(pid) for below in family(int(child))]


def proportional(pid):
    """Proportional set size of a process, bytes."""
    try:
        with open(f"/proc/{pid}/smaps_rollup") as f:
            for line in f:
                if line.startswith("Pss:"):
                    return int(line.split()[1]) * 1024
    except (FileNotFoundError, ProcessLookupError):
        pass  # it has ended meanwhile
    return 0


def entries(pid, folder):
    """How many threads (task) or descriptors (fd) a process has."""
    try:
        return len(os.listdir(f"/proc/{pid}/{folder}"))
    except (FileNotFoundError, ProcessLookupError):
        return 0  # it has ended meanwhile


class Server:
    """An sshd of either kind, with a key pair, a host key and a configuration of its own in a folder."""

    def __init__(self, name, command, folder, subsystem, inside=(), host="127.0.0.1"):
        """inside: words that run a command in another network namespace, where the host is its address."""
        self.name = name
        self.port = free_port()
        self.inside = list(inside)
        self.host = host
        config = os.path.join(folder, f"sshd_config.{name}")
        with open(config, "w") as f:
            f.write(
                f"ListenAddress {host}\nPort {self.port}\nHostKey {folder}/host\nPidFile none\n"
                f"AuthorizedKeysFile {folder}/id.pub\nStrictModes no\nUsePAM no\n"
                "PermitRootLogin prohibit-password\nPasswordAuthentication no\n"
                # The remote shell reads the start files of whoever runs this: seconds of CPU, for some.
                f"SetEnv HOME={folder}\n"
                # A server that is asked for a thousand connections at once would turn most of them away.
                "MaxStartups 2000\n"
                f"Subsystem sftp {subsystem}\n"
            )
        self.start([*self.inside, *command, "-D", "-e", "-f", config], folder)

    def start(self, command, folder):
        self.log = open(os.path.join(folder, f"server.{self.name}.log"), "wb")
        self.process = subprocess.Popen(command, stdin=subprocess.PIPE, stderr=self.log)
        end = time.monotonic() + 30
        while time.monotonic() < end:
            if self.listens():
                return
            if self.process.poll() is not None:
                break
            time.sleep(0.05)
        self.stop()
        sys.exit(f"{self.name}'s server does not listen; with --keep there is {self.log.name}")

    def listens(self):
        """As the kernel says; a connection would be one that the server has to end."""
        # A JVM's socket for an address of IPv4 is one of IPv6.
        words = [*self.inside, "cat", "/proc/net/tcp", "/proc/net/tcp6"]
        sockets = subprocess.run(words, capture_output=True, text=True).stdout
        return re.search(f":{self.port:04X} 0+:0000 0A ", sockets) is not None

    def cpu(self):
        """Of all its processes, also of those that outlive a connection."""
        return sum(cpu_of(pid) for pid in family(self.process.pid))

    def settle(self):
        """Waits until nothing more happens in it, so that a connection's time is counted whole."""
        end = time.monotonic() + 10
        last = -1.0
        while last != (now := self.cpu()) and time.monotonic() < end:
            last = now
            time.sleep(0.1)

    def threads(self):
        """Of all its processes."""
        return sum(entries(pid, "task") for pid in family(self.process.pid))

    def descriptors(self):
        """Of all its processes."""
        return sum(entries(pid, "fd") for pid in family(self.process.pid))

    def memory(self):
        """Proportional bytes of all its processes."""
        return sum(proportional(pid) for pid in family(self.process.pid))

    def stop(self):
        self.process.stdin.close()
        self.process.terminate()
        try:
            self.process.wait(20)
        except subprocess.TimeoutExpired:
            self.process.kill()
            self.process.wait()


class JavaServer(Server):
    """MINA SSHD's, which takes its port and its folder, and ends with its standard input."""

    def __init__(self, name, command, folder):
        self.name = name
        self.port = free_port()
        self.inside = []
        self.start([*command, str(self.port), folder], folder)


def make_keys(folder):
    for name in ("host", "id"):
        subprocess.run(["ssh-keygen", "-q", "-t", "ed25519", "-N", "", "-f", f"{folder}/{name}"], check=True)


def options(folder, *more):
    """Words for ssh, sftp and scp alike: that key, and nothing of the person's own."""
    words = ["-F", "none", "-q", "-i", f"{folder}/id"]
    for option in (
        "StrictHostKeyChecking=no",
        f"UserKnownHostsFile={folder}/known_hosts",
        "IdentitiesOnly=yes",
        "BatchMode=yes",
    ) + more:
        words += ["-o", option]
    return words


def digest(path):
    with open(path, "rb") as f:
        if hasattr(hashlib, "file_digest"):
            return hashlib.file_digest(f, "sha256").hexdigest()
        return hashlib.sha256(f.read()).hexdigest()


def run(command, server, stdin, stdout, folder, text=None):
    """Seconds that it took, and CPU seconds of the client and of the server."""
    server.settle()
    server_before = server.cpu()
    client_before = resource.getrusage(resource.RUSAGE_CHILDREN)
    began = time.monotonic()
    given = {"input": text} if text is not None else {"stdin": stdin}
    code = subprocess.run(command, stdout=stdout, **given).returncode
    took = time.monotonic() - began
    client_after = resource.getrusage(resource.RUSAGE_CHILDREN)
    server.settle()
    server_cpu = server.cpu() - server_before
    client_cpu = (
        client_after.ru_utime + client_after.ru_stime - client_before.ru_utime - client_before.ru_stime
    )
    for stream in (stdin, stdout):
        if hasattr(stream, "close"):
            stream.close()
    if code != 0:
        sys.exit(f"exit code {code} of: {' '.join(command)}; with --keep the logs stay in {folder}")
    return took, client_cpu, server_cpu
