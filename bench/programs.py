"""Workloads of the programs: start, connect, bulk data, a byte echoed."""
import os
import pty
import select
import subprocess
import sys
import time
import tty

import measure
from setting import CHACHA, CTR, GCM, OURS, THEIRS
from table import Ratio, Row

PAIRS = [(client, server) for client in (OURS, THEIRS) for server in (OURS, THEIRS)]


def named(client, server):
    return f"{client} -> {server}"


BOTH = named(OURS, OURS)
OUR_CLIENT = named(OURS, THEIRS)
OUR_SERVER = named(THEIRS, OURS)
NEITHER = named(THEIRS, THEIRS)


def ratios(both=None, client=None, server=None):
    return [
        Ratio("both ours", BOTH, NEITHER, both),
        Ratio("our client", OUR_CLIENT, NEITHER, client),
        Ratio("our server", OUR_SERVER, NEITHER, server),
    ]


def alternate(runs, pairs, turn):
    """Calls turn(pair, first) for the pairs in turns; the first is not counted by turn."""
    for number in range(runs + 1):
        for pair in pairs:
            turn(pair, number == 0)


def ssh(setting, client, port, *words, suite=None, more=()):
    options = list(more)
    if suite:
        cipher, _, mac = suite.partition(",")
        options += [f"Ciphers={cipher}"] + ([f"MACs={mac}"] if mac else [])
    return [setting.program(client, "ssh"), "-p", str(port), *measure.options(setting.folder, *options), *words]


def startup(setting):
    """What a person waits for who asks for something small; a runtime must start first, so OpenSSH is ahead."""
    subprocess.run(["ssh-keygen", "-q", "-t", "ed25519", "-N", "", "-f", setting.path("some")], check=True)
    made = setting.path("made")
    for what, tool, words, wanted in (
        ("ssh -V", "ssh", ["-V"], 80),
        ("ssh-keygen -l -f key", "ssh-keygen", ["-l", "-f", setting.path("some.pub")], 80),
        ("ssh-keygen -t ed25519", "ssh-keygen", ["-q", "-t", "ed25519", "-N", "", "-f", made], 120),
    ):
        row = Row(what, "ms", ".0f", False, [Ratio("ours", OURS, THEIRS)])

        def turn(whose, first):
            for name in (made, made + ".pub"):
                if os.path.exists(name):
                    os.remove(name)
            began = time.monotonic()
            command = [setting.program(whose, tool), *words]
            subprocess.run(command, check=True, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
            if not first:
                row.add(whose, 1000 * (time.monotonic() - began))

        alternate(setting.runs(21), (OURS, THEIRS), turn)
        row.what += f", at most {wanted} ms wanted"
        yield row


def connect(setting):
    """`ssh HOST true`, from its start to its end."""
    yield from connects(setting, "ssh HOST true", False, 21, ratios("1.3", "0.9", "1.8"))


def connect_far(setting):
    """The same over a road of 100 ms there and back, with the kernel's TCP at both ends (for root)."""
    if os.geteuid() != 0:
        print("left out: a road of its own is made by root only")
        return
    yield from connects(setting, "ssh HOST true, 100 ms", True, 7, ratios("2", "1.5"))


def connects(setting, what, far, runs, wanted):
    row = Row(what, "ms", ".0f", False, wanted)
    cpu = Row(what + ", CPU of client and server", "ms", ".0f", False, ratios())

    def turn(pair, first):
        client, server = pair[0], setting.far_server(pair[1]) if far else setting.server(pair[1])
        inside = setting.road.near.inside if far else []
        command = inside + ssh(setting, client, server.port, server.host, "true")
        took, client_cpu, server_cpu = measure.run(
            command, server, subprocess.DEVNULL, subprocess.DEVNULL, setting.folder
        )
        if not first:
            row.add(named(*pair), 1000 * took)
            cpu.add(named(*pair), 1000 * (client_cpu + server_cpu))

    alternate(setting.runs(runs), PAIRS, turn)
    yield row
    yield cpu


def stream_gcm(setting):
    """`ssh HOST 'cat FILE'` and `ssh HOST 'cat > /dev/null' < FILE` of 2 GiB in memory; whole commands, with start and login."""
    wanted = {"down": ratios("1.8", "1.05", "1.05"), "up": ratios("1.5", "1.05", "1.05")}
    yield from streams(setting, GCM, wanted, "1.54")


def stream_chacha(setting):
    """The same with chacha20-poly1305@openssh.com."""
    yield from streams(setting, CHACHA, {"down": ratios("1.2"), "up": ratios("1.2")}, None)


def stream_ctr(setting):
    """The same with aes256-ctr and hmac-sha2-256-etm@openssh.com."""
    yield from streams(setting, CTR, {"down": ratios("1.3"), "up": ratios("1.3")}, None)


def make_file(setting, size):
    source = setting.path("source")
    if not os.path.exists(source) or os.path.getsize(source) != size:
        with open(source, "wb") as f:
            for _ in range(size >> 20):
                f.write(os.urandom(1 << 20))
    return source


def streams(setting, suite, wanted, cpu_wanted):
    size = setting.size(2048)
    source = make_file(setting, size)
    expected = measure.digest(source)
    for direction in ("down", "up"):
        row = Row(f"{direction}, {size >> 20} MiB", "MB/s", ".0f", True, wanted[direction])
        cpu = Row(f"{direction}, CPU of both sides", "s/GiB", ".2f", False, ratios(cpu_wanted))

        def turn(pair, first):
            client, server = pair[0], setting.server(pair[1])
            if first:
                compare(setting, client, server, suite, direction, source, expected)
                return
            words = f"cat {source}" if direction == "down" else "cat > /dev/null"
            command = ssh(setting, client, server.port, "127.0.0.1", words, suite=suite)
            stdin = open(source, "rb") if direction == "up" else subprocess.DEVNULL
            took, client_cpu, server_cpu = measure.run(command, server, stdin, subprocess.DEVNULL, setting.folder)
            row.add(named(*pair), size / took / 1e6)
            cpu.add(named(*pair), (client_cpu + server_cpu) * 2**30 / size)

        alternate(setting.runs(5), PAIRS, turn)
        yield row
        yield cpu


def compare(setting, client, server, suite, direction, source, expected):
    """The first turn is not counted: it warms the server, and what arrives is compared."""
    words = f"cat {source}" if direction == "down" else "sha256sum"
    command = ssh(setting, client, server.port, "127.0.0.1", words, suite=suite)
    if direction == "down":
        process = subprocess.Popen(command, stdin=subprocess.DEVNULL, stdout=subprocess.PIPE)
        answer = subprocess.run(["sha256sum"], stdin=process.stdout, capture_output=True, text=True).stdout
        process.stdout.close()
        code = process.wait()
    else:
        with open(source, "rb") as f:
            done = subprocess.run(command, stdin=f, capture_output=True, text=True)
        answer, code = done.stdout, done.returncode
    if code != 0 or answer.split()[0] != expected:
        sys.exit(f"code {code}, and what arrived differs: {' '.join(command)}")


def echo(setting):
    """A byte typed into `ssh -tt HOST cat` comes back: 500 of them in each run, one after the other."""
    half = Row("echo, median", "µs", ".0f", False, ratios("0.9"))
    late = Row("echo, 99th percentile", "µs", ".0f", False, ratios("0.9"))

    def turn(pair, first):
        client, server = pair[0], setting.server(pair[1])
        # OpenSSH 9.5 and later delay keystrokes on purpose, unless told not to.
        more = ("IgnoreUnknown=ObscureKeystrokeTiming", "ObscureKeystrokeTiming=no")
        command = ssh(setting, client, server.port, "-tt", "127.0.0.1", "stty raw -echo; echo ready; cat", more=more)
        times = sorted(typed(command, 500))
        if not first:
            half.add(named(*pair), 1e6 * times[len(times) // 2])
            late.add(named(*pair), 1e6 * times[len(times) * 99 // 100])

    alternate(setting.runs(7), PAIRS, turn)
    yield half
    yield late


def typed(command, count):
    ours, theirs = pty.openpty()
    tty.setraw(theirs)
    process = subprocess.Popen(command, stdin=theirs, stdout=theirs, stderr=subprocess.DEVNULL, start_new_session=True)
    os.close(theirs)
    try:
        said = b""
        while b"ready" not in said or not said.endswith(b"\n"):
            said += answer(ours)
        for number in range(count):
            began = time.monotonic()
            os.write(ours, b"x")
            if answer(ours) != b"x":
                sys.exit(f"something else than what was typed came back: {' '.join(command)}")
            yield time.monotonic() - began
    finally:
        process.terminate()
        process.wait(20)
        os.close(ours)


def answer(terminal):
    if not select.select([terminal], [], [], 30)[0]:
        sys.exit("nothing came back within 30 seconds")
    return os.read(terminal, 4096)
