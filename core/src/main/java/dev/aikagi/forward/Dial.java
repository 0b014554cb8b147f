package dev.aikagi.forward;

import java.io.IOException;
import java.io.InterruptedIOException;
import java.net.Inet4Address;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ProtocolFamily;
import java.net.SocketTimeoutException;
import java.net.StandardProtocolFamily;
import java.net.UnknownHostException;
import java.nio.channels.SocketChannel;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;

/** One host's addresses, tried one after the other until a deadline for all of them together. */
final class Dial {
  private final int port;
  private final long deadline;
  private int left;
  private @Nullable IOException failure;

  Dial(int port, Duration time) {
    this.port = port;
    this.deadline = System.nanoTime() + time.toNanos();
  }

  /**
   * A resolver waits in native code, which nothing ends, and would hold the carrier of a virtual
   * thread: it has a thread of its own, and is left alone with it at the deadline.
   */
  List<InetAddress> lookUp(String host, TcpTargets targets) throws IOException {
    FutureTask<List<InetAddress>> lookup = new FutureTask<>(() -> targets.resolve(host));
    Thread.ofPlatform().daemon().name("look up a target").start(lookup);
    try {
      List<InetAddress> addresses = lookup.get(remaining(), TimeUnit.NANOSECONDS);
      left = addresses.size();
      return addresses;
    } catch (TimeoutException e) {
      throw new UnknownHostException("Temporary failure in name resolution");
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new InterruptedIOException("interrupted");
    } catch (ExecutionException e) {
      throw e.getCause() instanceof IOException io ? io : new IOException(e.getCause());
    }
  }

  static ProtocolFamily family(InetAddress address) {
    return address instanceof Inet4Address
        ? StandardProtocolFamily.INET
        : StandardProtocolFamily.INET6;
  }

  /** Whether it is connected now; each address has its share of the time that is left. */
  boolean reaches(SocketChannel socket, InetAddress address) {
    long share = Math.max(1, TimeUnit.NANOSECONDS.toMillis(remaining()) / Math.max(1, left--));
    try {
      socket
          .socket()
          .connect(new InetSocketAddress(address, port), (int) Math.min(Integer.MAX_VALUE, share));
      return true;
    } catch (IOException e) {
      failure = e;
      return false;
    }
  }

  private long remaining() {
    return Math.max(1, deadline - System.nanoTime());
  }

  /** Why the last address could not be reached. */
  IOException failure() {
    return failure == null ? new SocketTimeoutException() : failure;
  }
}
