"""A road of some length: passes bytes between two loopback sockets later, and no faster than a rate."""
import collections
import socket
import threading
import time


class Relay:
    """Listens on a port of its own and passes each connection on to another, both ways.

    What is on the way at once is bounded by what fits on such a road, so that a sender is stopped by it
    as by a real one.
    """

    def __init__(self, port, delay, rate):
        self.to = port
        self.delay = delay
        self.rate = rate
        self.room = int(rate * delay) + (1 << 20)
        self.listener = socket.create_server(("127.0.0.1", 0))
        self.port = self.listener.getsockname()[1]
        threading.Thread(target=self.accept, daemon=True).start()

    def accept(self):
        while True:
            try:
                near, _ = self.listener.accept()
            except OSError:
                return  # stopped
            far = socket.create_connection(("127.0.0.1", self.to))
            for a, b in ((near, far), (far, near)):
                a.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
                Road(self, a, b)

    def stop(self):
        self.listener.close()


class Road:
    """One direction: a thread that takes bytes in and one that lets them out when they are due."""

    def __init__(self, relay, source, sink):
        self.relay = relay
        self.source = source
        self.sink = sink
        self.queue = collections.deque()
        self.held = 0
        self.changed = threading.Condition()
        threading.Thread(target=self.take, daemon=True).start()
        threading.Thread(target=self.give, daemon=True).start()

    def take(self):
        free = 0.0  # when the wire has passed on what came before
        while True:
            try:
                data = self.source.recv(1 << 18)
            except OSError:
                data = b""
            free = max(time.monotonic(), free) + len(data) / self.relay.rate
            with self.changed:
                while self.held > self.relay.room:
                    self.changed.wait()
                self.queue.append((free + self.relay.delay, data))
                self.held += len(data)
                self.changed.notify_all()
            if not data:
                return

    def give(self):
        while True:
            with self.changed:
                while not self.queue:
                    self.changed.wait()
                due, data = self.queue.popleft()
            wait = due - time.monotonic()
            if wait > 0:
                time.sleep(wait)
            try:
                if data:
                    self.sink.sendall(data)
                else:
                    self.sink.shutdown(socket.SHUT_WR)
            except OSError:
                pass  # that end has gone; the other one learns it from its own direction
            with self.changed:
                self.held -= len(data)
                self.changed.notify_all()
            if not data:
                return
