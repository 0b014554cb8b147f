package dev.aikagi.posix;

import java.io.IOException;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.net.Inet6Address;
import java.net.InetAddress;

/**
 * A socket that has an address of this machine and nothing to say: for programs that are given one
 * and ask the kernel where it is.
 */
public final class AddressSocket {
  private static final int AF_INET = 2;
  private static final int AF_INET6 = 10;
  private static final int SOCK_DGRAM_CLOEXEC = 2 | 0x80000;
  private static final int SIZE = 16;
  private static final int SIZE6 = 28;

  private AddressSocket() {}

  /** Whoever calls closes it. */
  public static Descriptor boundTo(InetAddress local) throws IOException {
    boolean six = local instanceof Inet6Address;
    try (NativeFrame frame = new NativeFrame()) {
      int family = six ? AF_INET6 : AF_INET;
      int fd = frame.check("socket", frame.callInt(Libc.SOCKET, family, SOCK_DGRAM_CLOEXEC, 0));
      Descriptor socket = Descriptor.owningAsIs(fd);
      MemorySegment address = frame.allocate(six ? SIZE6 : SIZE);
      address.fill((byte) 0);
      address.set(ValueLayout.JAVA_SHORT, 0, (short) family);
      byte[] octets = local.getAddress();
      MemorySegment.copy(octets, 0, address, ValueLayout.JAVA_BYTE, six ? 8 : 4, octets.length);
      if (local instanceof Inet6Address scoped) {
        address.set(ValueLayout.JAVA_INT, 24, scoped.getScopeId());
      }
      try {
        long size = address.byteSize();
        frame.check("bind", frame.callInt(Libc.BIND, fd, address.address(), size));
      } catch (PosixException e) {
        socket.close();
        throw e;
      }
      return socket;
    }
  }
}
