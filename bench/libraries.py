"""Workloads of the libraries' clients, and of servers under many of them."""
import os
import subprocess

from measure import entries
from programs import alternate
from setting import CHACHA, CTR, GCM, OURS, THEIRS
from table import Ratio, Row

JAVA = ("JSch", "sshj", "MINA")
LIBRARIES = (OURS, *JAVA)


def peers(server):
    return "|".join(f"{name} -> {server}" for name in JAVA)


def library_connect(setting):
    """Connect, authenticate, run `true`, close: one after the other in a process that stays; 10 a turn, and the first of all by itself."""
    for server_name, warm, cold in ((THEIRS, "1.1", None), (OURS, "3", None)):
        server = setting.server(server_name)
        ours = f"{OURS} -> {server_name}"
        first_of_all = Row(f"first in a process, {server_name}'s server", "ms", ".0f", False, [Ratio("best of Java", ours, peers(server_name), cold)])
        row = Row(f"warm, {server_name}'s server", "ms", ".1f", False, [Ratio("best of Java", ours, peers(server_name), warm)])
        cpu = Row("CPU of the client", "ms", ".1f", False, [Ratio("best of Java", ours, peers(server_name))])

        def turn(library, first):
            loop = setting.loop(library, server)
            name = f"{library} -> {server_name}"
            if first:
                first_of_all.add(name, 1000 * loop.do("exec 1 1")[1])
                loop.do("exec 100 1")
                return
            count, took, used = loop.do("exec 10 1")
            row.add(name, 1000 * took / count)
            cpu.add(name, 1000 * used / count)

        alternate(setting.runs(10), LIBRARIES, turn)
        setting.end_loops()
        yield first_of_all
        yield row
        yield cpu


def library_stream(setting):
    """1 GiB of zeros from and to a command, through each library's streams, at OpenSSH's server and at the library's own where it has one."""
    size = setting.size(1024)
    for suite, wanted in ((GCM, "3"), (CHACHA, "3"), (CTR, "3")):
        pairs = [(library, setting.server(THEIRS)) for library in LIBRARIES]
        pairs += [(OURS, setting.server(OURS)), ("MINA", setting.server("MINA"))]
        for what, word in (("down", "read"), ("up", "write")):
            everybody = "|".join(f"{l} -> {s.name}" for l, s in pairs if l != OURS)
            row = Row(
                f"{what}, {suite.replace(',', ', ')}", "MB/s", ".0f", True,
                [Ratio("both ours", f"{OURS} -> {OURS}", everybody, wanted),
                 Ratio("our client", f"{OURS} -> {THEIRS}", peers(THEIRS), "1.5" if suite == GCM else None)],
            )

            def turn(pair, first):
                library, server = pair
                _, took, _ = setting.loop(library, server, suite).do(f"{word} {size}")
                if not first:
                    row.add(f"{library} -> {server.name}", size / took / 1e6)

            alternate(setting.runs(3), pairs, turn)
            yield row
        setting.end_loops()


def library_sftp(setting):
    """A file of 1 GiB by SFTP with aes128-gcm@openssh.com, in each library's own way for whole files."""
    size = setting.size(1024)
    source, target = setting.path("source"), setting.path("target")
    with open(source, "wb") as f:
        for _ in range(size >> 20):
            f.write(os.urandom(1 << 20))
    pairs = [(library, setting.server(THEIRS)) for library in LIBRARIES]
    pairs += [(OURS, setting.server(OURS)), ("MINA", setting.server("MINA"))]
    everybody = "|".join(f"{l} -> {s.name}" for l, s in pairs if l != OURS)
    for verb in ("get", "put"):
        row = Row(
            verb, "MB/s", ".0f", True,
            [Ratio("both ours", f"{OURS} -> {OURS}", everybody, "2"), Ratio("our client", f"{OURS} -> {THEIRS}", peers(THEIRS))],
        )

        def turn(pair, first):
            library, server = pair
            if os.path.exists(target):
                os.remove(target)
            _, took, _ = setting.loop(library, server, GCM).do(f"{verb} {source} {target}")
            if first:
                subprocess.run(["cmp", source, target], check=True)
            else:
                row.add(f"{library} -> {server.name}", size / took / 1e6)

        alternate(setting.runs(3), pairs, turn)
        yield row
    setting.end_loops()
    os.remove(source)
    os.remove(target)


def alone(setting):
    """Client and server of our library in one process: what the transport costs without programs, pipes and files, both sides together."""
    size, rounds = setting.size(1024), setting.runs(5)
    for suite in (GCM, CHACHA, CTR):
        command = setting.java("dev.aikagi.bench.LibraryBulk") + [str(size >> 20), str(rounds + 1), *suite.split(",")]
        said = subprocess.run(command, capture_output=True, text=True, check=True).stdout
        for direction in ("down", "up"):
            row = Row(f"{direction}, {suite.replace(',', ', ')}", "MB/s", ".0f", True, [])
            cpu = Row("CPU of both sides", "s/GiB", ".2f", False, [])
            for line in said.splitlines()[2:]:  # the first round is that of a cold runtime
                words = line.split()
                if words[1] == direction:
                    row.add("aikagi -> aikagi", float(words[2]))
                    cpu.add("aikagi -> aikagi", float(words[4]))
            yield row
            yield cpu


def rate(setting):
    """Connections a second at a server: eight threads of our library connect, authenticate, run `true` and close, 200 in each turn."""
    yield from rates(setting, "exec", "connect, authenticate, true", 200, "2.5", "1.5")


def login(setting):
    """The same without a command: connect, authenticate, close."""
    yield from rates(setting, "login", "connect, authenticate", 400, "5", "1.5")


def rates(setting, word, what, count, wanted, of_java):
    count = 40 if setting.options.quick else count
    servers = (OURS, THEIRS, "MINA")
    versus = [Ratio("OpenSSH", OURS, THEIRS, wanted), Ratio("MINA", OURS, "MINA", of_java)]
    row = Row(what, "a second", ".0f", True, versus)
    cpu = Row("CPU of the server", "ms each", ".1f", False, [Ratio("OpenSSH", OURS, THEIRS, "4"), Ratio("MINA", OURS, "MINA")])

    def turn(name, first):
        server = setting.server(name)
        loop = setting.loop(OURS, server)
        server.settle()
        before = server.cpu()
        done, took, _ = loop.do(f"{word} {count} 8")
        server.settle()
        if not first:
            row.add(name, done / took)
            cpu.add(name, 1000 * (server.cpu() - before) / done)

    # A compiler needs some hundreds of them to have done its work.
    for _ in range(3):
        for name in servers:
            turn(name, True)
    alternate(setting.runs(7), servers, turn)
    setting.end_loops()
    yield row
    yield cpu


def idle(setting):
    """What 1,000 authenticated connections take that do nothing: proportional memory of all processes of the server, above what it had before."""
    count = 50 if setting.options.quick else 1000
    versus = [Ratio("OpenSSH", OURS, THEIRS, "40"), Ratio("MINA", OURS, "MINA", "1.43")]
    row = Row(f"{count} idle connections", "KiB each", ".1f", False, versus)
    for _ in range(setting.runs(3)):
        for name in (OURS, THEIRS, "MINA"):
            server = setting.server(name)
            loop = setting.loop(OURS, server)
            loop.do("login 100 4")
            server.settle()
            before = server.memory()
            loop.do(f"keep {count}")
            server.settle()
            row.add(name, (server.memory() - before) / count / 1024)
            setting.end_loops()
            server.settle()
    yield row


def flat(setting):
    """What our server, and a process with our library, hold before and after 10,000 connections one after another, and after 10 GiB through one."""
    many = 200 if setting.options.quick else 10_000
    size = setting.size(10 << 10)
    server = setting.server(OURS)
    loop = setting.loop(OURS, server, GCM)
    held = {
        "server, threads": ("", ".0f", server.threads),
        "server, descriptors": ("", ".0f", server.descriptors),
        "server, proportional memory": ("MiB", ".0f", lambda: server.memory() / 2**20),
        "client, threads": ("", ".0f", lambda: entries(loop.process.pid, "task")),
        "client, descriptors": ("", ".0f", lambda: entries(loop.process.pid, "fd")),
        "client, heap after a collection": ("MiB", ".1f", lambda: loop.do("held")[0] / 2**20),
    }
    rows = {what: Row(what, unit, form, False, []) for what, (unit, form, _) in held.items()}

    def look(when):
        server.settle()
        for what, (_, _, count) in held.items():
            rows[what].add(when, count())

    # What is compiled and pooled once is there then.
    loop.do(f"exec {many // 10} 1")
    loop.do(f"read {size // 10}")
    look("before")
    loop.do(f"exec {many} 1")
    look(f"after {many} connections")
    loop.do(f"read {size}")
    look(f"after {size >> 20} MiB down")
    loop.do(f"write {size}")
    look(f"after {size >> 20} MiB up")
    setting.end_loops()
    yield from rows.values()
