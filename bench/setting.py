"""The private servers and the clients that the workloads run, started when they are first wanted."""
import os
import subprocess
import sys

import measure
from relay import Relay
from road import FAR, Road

ROOT = os.path.dirname(os.path.dirname(os.path.abspath(__file__)))
OURS, THEIRS = "aikagi", "OpenSSH"
GCM = "aes128-gcm@openssh.com"
CHACHA = "chacha20-poly1305@openssh.com"
CTR = "aes256-ctr,hmac-sha2-256-etm@openssh.com"


class Setting:
    def __init__(self, options, folder):
        self.options = options
        self.folder = folder
        self.servers = {}
        self.loops = {}
        self.relays = {}
        self.road = None
        self.bin = options.bin
        if options.record:
            self.bin = self.recording_tools(options.record)
        measure.make_keys(folder)

    def path(self, name):
        return os.path.join(self.folder, name)

    def runs(self, usual):
        return self.options.runs or usual

    def size(self, mib):
        """Bytes of a transfer, or fewer for a quick look."""
        return (min(mib, 64) if self.options.quick else mib) << 20

    def program(self, whose, tool):
        if whose == OURS:
            return os.path.join(self.bin, tool)
        return os.path.join(self.options.openssh, "bin", tool)

    def server(self, whose):
        if whose not in self.servers:
            if whose in (OURS, THEIRS):
                self.servers[whose] = measure.Server(whose, *self.sshd(whose))
            else:
                self.servers[whose] = measure.JavaServer(whose, self.java("dev.aikagi.bench.peer.MinaServer"), self.folder)
            self.know(self.servers[whose])
        return self.servers[whose]

    def sshd(self, whose):
        if whose == OURS:
            return [f"{self.bin}/sshd"], self.folder, "internal-sftp"
        return [f"{self.options.openssh}/sbin/sshd"], self.folder, f"{self.options.openssh}/lib/openssh/sftp-server"

    def far_server(self, whose):
        """Behind a road of 100 ms there and back; clients of it run at the road's near end."""
        if self.road is None:
            self.road = Road(0.05)
        if (whose, "far") not in self.servers:
            server = measure.Server(whose, *self.sshd(whose), self.road.far.inside, FAR)
            self.servers[whose, "far"] = server
            self.know(server, FAR)
        return self.servers[whose, "far"]

    def know(self, server, host="127.0.0.1"):
        with open(self.path("host.pub")) as key, open(self.path("known_hosts"), "a") as known:
            known.write(f"[{host}]:{server.port} {key.read()}")

    def relay(self, server):
        """A road of 100 ms there and back and 1 Gbit/s to that server."""
        if server.name not in self.relays:
            self.relays[server.name] = Relay(server.port, 0.05, 125e6)
            self.know(self.relays[server.name])
        return self.relays[server.name]

    def java(self, main, *flags):
        jdk = subprocess.run([f"{ROOT}/.ci/find-jdk"], capture_output=True, text=True, check=True).stdout.strip()
        with open(f"{ROOT}/bench/target/classpath") as f:
            path = f"{ROOT}/bench/target/classes:{f.read()}"
        record = self.recording(self.options.record) if self.options.record else []
        return [f"{jdk}/bin/java", *record, *flags, "-cp", path, main]

    def loop(self, library, server, suite="-"):
        """A process of that library, for that server and cipher, which stays for the next turn."""
        key = library, server.name, suite
        if key not in self.loops:
            user = subprocess.run(["id", "-un"], capture_output=True, text=True, check=True).stdout.strip()
            words = [library, str(server.port), user, self.folder]
            words += [] if suite == "-" else suite.split(",")
            self.loops[key] = Loop(self.java("dev.aikagi.bench.LibraryLoop") + words, self.path("loops.log"))
        return self.loops[key]

    def end_loops(self):
        for loop in self.loops.values():
            loop.stop()
        self.loops.clear()

    def stop(self):
        self.end_loops()
        for relay in self.relays.values():
            relay.stop()
        for server in self.servers.values():
            server.stop()
        if self.road:
            self.road.stop()

    @staticmethod
    def recording(folder):
        return [f"-XX:StartFlightRecording=filename={folder}/%p.jfr,settings=profile", "-Xlog:jfr*=off"]

    def recording_tools(self, folder):
        """Launchers that run the same code on the whole JDK, since the image has no recorder."""
        os.makedirs(folder, exist_ok=True)
        tools = self.path("bin")
        os.makedirs(tools)
        java, *record = self.java("")[:3]
        with open(f"{ROOT}/bench/target/classpath") as f:
            path = ":".join(p for p in f.read().split(":") if "jmh" not in p)
        for tool in os.listdir(self.options.bin):
            with open(f"{self.options.bin}/{tool}") as f:
                text = f.read()
            if "/lib/runtime/bin/java" not in text:
                continue
            head, _, flags = text.partition('exec "$bin/../lib/runtime/bin/java" ${cache:+"-XX:AOTCache=$cache"} \\\n')
            with open(f"{tools}/{tool}", "w") as f:
                f.write(f"{head}exec {java} {' '.join(record)} -p {path} {flags}")
            os.chmod(f"{tools}/{tool}", 0o755)
        return tools


class Loop:
    """A LibraryLoop process: each word is answered with the number of things, seconds and CPU seconds."""

    def __init__(self, command, log):
        self.log = open(log, "ab")
        self.process = subprocess.Popen(
            command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=self.log, text=True
        )

    def do(self, line):
        self.process.stdin.write(line + "\n")
        self.process.stdin.flush()
        answer = self.process.stdout.readline().split()
        if len(answer) != 3:
            sys.exit(f"no answer to {line!r}; with --keep there is {self.log.name}")
        return int(answer[0]), int(answer[1]) / 1e9, int(answer[2]) / 1e9

    def stop(self):
        self.process.stdin.close()
        try:
            self.process.wait(20)
        except subprocess.TimeoutExpired:
            self.process.kill()
            self.process.wait()
        self.log.close()
