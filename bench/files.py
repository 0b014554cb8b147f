"""Workloads of files: sftp, scp and the servers behind them."""
import os
import shutil
import subprocess
import sys

import measure
from programs import OUR_CLIENT, PAIRS, alternate, make_file, named, ratios
from setting import GCM, OURS, THEIRS
from table import Row

MOST_MEMORY = "VmHWM:"
MATCHED = [(OURS, OURS), (THEIRS, THEIRS)]
WITH_OUR_CLIENT = [pair for pair in PAIRS if pair in MATCHED or named(*pair) == OUR_CLIENT]


def command(setting, client, tool, port, *words, suite=None):
    more = (f"Ciphers={suite}",) if suite else ()
    return [setting.program(client, tool), *measure.options(setting.folder, *more), "-P", str(port), *words]


def batch(setting, client, server, port, text, suite=None):
    words = command(setting, client, "sftp", port, "-b", "-", "127.0.0.1", suite=suite)
    return measure.run(words, server, None, subprocess.DEVNULL, setting.folder, text.encode())


def one(setting):
    """`sftp`, get and put of one file of 4 GiB, from memory to memory, each program with the cipher of its own choice."""
    yield from copies(setting, 4096, 5, MATCHED, None, False, ratios("2"))


def one_gcm(setting):
    """The same with aes128-gcm@openssh.com for all."""
    yield from copies(setting, 4096, 5, WITH_OUR_CLIENT, GCM, False, ratios("1.6"))


def far(setting):
    """`sftp`, get and put of one file over a road of 100 ms there and back and 1 Gbit/s."""
    yield from copies(setting, 512, 3, MATCHED, None, True, ratios())


def copies(setting, mib, runs, pairs, suite, is_far, wanted):
    size = setting.size(mib)
    source, target = make_file(setting, size), setting.path("target")
    expected = measure.digest(source)
    for verb in ("get", "put"):
        row = Row(f"{verb}, {size >> 20} MiB", "MB/s", ".0f", True, wanted)
        cpu = Row(f"{verb}, CPU of both sides", "s/GiB", ".2f", False, ratios())

        def turn(pair, first):
            client, server = pair[0], setting.server(pair[1])
            port = setting.relay(server).port if is_far else server.port
            if os.path.exists(target):
                os.remove(target)
            text = f"{verb} {source} {target}\n"
            took, client_cpu, server_cpu = batch(setting, client, server, port, text, suite)
            if first:
                if measure.digest(target) != expected:
                    sys.exit(f"{named(*pair)} {verb}: the copy differs")
                return
            row.add(named(*pair), size / took / 1e6)
            cpu.add(named(*pair), (client_cpu + server_cpu) * 2**30 / size)

        alternate(setting.runs(runs), pairs, turn)
        yield row
        yield cpu


def many(setting):
    """5,000 files of 4 KiB: `sftp` get -r and put -r, `scp -r` down and up."""
    folders = 5 if setting.options.quick else 50
    source, target = setting.path("tree"), setting.path("copied")
    for folder in range(folders):
        os.makedirs(f"{source}/{folder}")
        for file in range(100):
            with open(f"{source}/{folder}/{file}", "wb") as f:
                f.write(os.urandom(4096))

    def sftp(verb):
        def run(client, server):
            return batch(setting, client, server, server.port, f"{verb} -r {source} {target}\n")

        return run

    def scp(*words):
        def run(client, server):
            line = command(setting, client, "scp", server.port, "-r", *words)
            return measure.run(line, server, subprocess.DEVNULL, subprocess.DEVNULL, setting.folder)

        return run

    for what, copy in (
        ("sftp get -r", sftp("get")),
        ("sftp put -r", sftp("put")),
        ("scp -r, down", scp(f"127.0.0.1:{source}", target)),
        ("scp -r, up", scp(source, f"127.0.0.1:{target}")),
    ):
        row = Row(what, "files/s", ".0f", True, ratios())

        def turn(pair, first):
            if os.path.exists(target):
                shutil.rmtree(target)
            took = copy(pair[0], setting.server(pair[1]))[0]
            if first:
                if subprocess.run(["diff", "-r", source, target]).returncode != 0:
                    sys.exit(f"{named(*pair)}: the copies differ")
                return
            row.add(named(*pair), 100 * folders / took)

        alternate(setting.runs(5), MATCHED, turn)
        yield row


def listing(setting):
    """`ls -1f` of a large folder: the most memory that the client with its ssh, and that the largest process of the server, ever had."""
    source = setting.path("entries")
    os.makedirs(source)
    for number in (2_000, 20_000 if setting.options.quick else 200_000):
        for file in range(len(os.listdir(source)), number):
            open(f"{source}/entry-{file:06}", "w").close()
        client_row = Row(f"{number} entries, client", "MiB", ".0f", False, ratios())
        server_row = Row(f"{number} entries, server", "MiB", ".0f", False, ratios())
        for pair in MATCHED:
            server = setting.server(pair[1])
            line = command(setting, pair[0], "sftp", server.port, "-b", "-", "127.0.0.1")
            process = subprocess.Popen(line, stdin=subprocess.PIPE, stdout=subprocess.PIPE)
            process.stdin.write(f"ls -1f {source}\n!echo end\n".encode())
            process.stdin.flush()
            lines = 0
            for text in process.stdout:
                if text == b"end\n":
                    break
                lines += text.startswith(source.encode()) or b"entry-" in text
            client_row.add(named(*pair), sum(most_memory(pid) for pid in measure.family(process.pid)))
            server_row.add(named(*pair), max(most_memory(pid) for pid in measure.family(server.process.pid)))
            process.stdin.close()
            if process.wait() != 0 or lines < number:
                sys.exit(f"exit code {process.returncode}, {lines} entries: {' '.join(line)}")
        yield client_row
        yield server_row


def most_memory(pid):
    """MiB that a process had at most."""
    try:
        with open(f"/proc/{pid}/status") as f:
            for line in f:
                if line.startswith(MOST_MEMORY):
                    return int(line.split()[1]) / 1024
    except (FileNotFoundError, ProcessLookupError):
        pass  # it has ended meanwhile
    return 0
