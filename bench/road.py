"""A long road between two network namespaces of this process's own, with the kernel's TCP at both ends.

A relay would hide what a real road costs: it acknowledges at once, so that a small write that waits for
the acknowledgement of the one before (Nagle) waits for nothing. Here packets are late, and so are
acknowledgements. For root only.
"""
import ctypes
import fcntl
import heapq
import os
import select
import signal
import socket
import struct
import subprocess
import sys
import threading
import time

CLONE_NEWNET = 0x40000000
TUNSETIFF = 0x400454CA
IFF_TUN_NO_PI = 0x1001
NEAR, FAR = "192.0.2.1", "192.0.2.2"  # of RFC 5737, which no network has
PACKET = 65536


class End:
    """A namespace, kept by a process, with one interface whose packets come to us."""

    def __init__(self, own, other):
        here, there = socket.socketpair(socket.AF_UNIX, socket.SOCK_STREAM)
        self.pid = os.fork()
        if self.pid == 0:
            here.close()
            self.live(there, own, other)
        there.close()
        said, fds, _, _ = socket.recv_fds(here, 1, 1)
        if not said:
            sys.exit("no network namespace to be had")
        self.tun = fds[0]
        self.held = here
        self.inside = ["nsenter", f"--net=/proc/{self.pid}/ns/net", "--"]

    @staticmethod
    def live(there, own, other):
        try:
            libc = ctypes.CDLL(None, use_errno=True)
            if libc.unshare(CLONE_NEWNET) != 0:
                raise OSError(ctypes.get_errno(), "unshare")
            tun = os.open("/dev/net/tun", os.O_RDWR)
            fcntl.ioctl(tun, TUNSETIFF, struct.pack("16sH14x", b"road", IFF_TUN_NO_PI))
            for words in (
                f"ip addr add {own} peer {other} dev road",
                "ip link set road up",
                "ip link set lo up",
            ):
                subprocess.run(words.split(), check=True)
            socket.send_fds(there, [b"x"], [tun])
            there.recv(1)  # until the other side closes
        finally:
            os._exit(0)

    def close(self):
        os.close(self.tun)
        self.held.close()
        os.kill(self.pid, signal.SIGKILL)  # the other end's process may hold a copy of the socket
        os.waitpid(self.pid, 0)


class Road:
    """Whatever one end sends arrives at the other one, that many seconds later."""

    def __init__(self, delay):
        self.near = End(NEAR, FAR)
        self.far = End(FAR, NEAR)
        self.delay = delay
        self.wake, self.waker = os.pipe()
        self.thread = threading.Thread(target=self.carry, daemon=True)
        self.thread.start()

    def carry(self):
        other = {self.near.tun: self.far.tun, self.far.tun: self.near.tun}
        under_way = []
        number = 0
        while True:
            wait = max(0.0, under_way[0][0] - time.monotonic()) if under_way else None
            ready, _, _ = select.select([*other, self.wake], [], [], wait)
            if self.wake in ready:
                return
            now = time.monotonic()
            for tun in ready:
                number += 1
                heapq.heappush(under_way, (now + self.delay, number, other[tun], os.read(tun, PACKET)))
            while under_way and under_way[0][0] <= time.monotonic():
                _, _, tun, packet = heapq.heappop(under_way)
                os.write(tun, packet)

    def stop(self):
        os.write(self.waker, b"x")
        self.thread.join()
        self.near.close()
        self.far.close()
        os.close(self.wake)
        os.close(self.waker)
