package dev.aikagi.posix;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.net.Inet6Address;
import java.net.InetAddress;
import java.net.NetworkInterface;
import java.net.SocketException;
import java.net.UnknownHostException;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Names and addresses through getaddrinfo(3). It knows what the JDK's resolver does not tell: the
 * official name behind an alias, which faults are temporary, and the order of RFC 6724.
 */
public final class Resolver {
  /** Of struct addrinfo, as 64-bit Linux lays it out. */
  private static final int SIZE = 48;

  private static final int SOCK_STREAM = 1;
  private static final int AI_CANONNAME = 2;
  private static final int AI_NUMERICHOST = 4;
  private static final int INET6_TEXT = 46;

  /** Which addresses are wanted. */
  public enum Family {
    ANY(0),
    INET(2),
    INET6(10);

    private final int number;

    Family(int number) {
      this.number = number;
    }
  }

  /**
   * An address.
   *
   * @param text as inet_ntop(3) writes it, with the interface behind a percent sign where it has
   *     one
   */
  public record Address(InetAddress address, String text) {}

  /**
   * What was found.
   *
   * @param officialName what the name is an alias of, or the name itself
   */
  public record Answer(List<Address> addresses, Optional<String> officialName) {
    public Answer {
      addresses = List.copyOf(addresses);
    }
  }

  private Resolver() {}

  /**
   * Looks a name up; takes as long as the system's resolver does.
   *
   * @throws UnknownHostException with the words of gai_strerror(3)
   */
  public static Answer resolve(String name, Family family) throws UnknownHostException {
    return look(name, family, AI_CANONNAME);
  }

  /** Reads a numeric address in any spelling, and asks nobody; empty if it is none. */
  public static Optional<Address> numeric(String text, Family family) {
    try {
      return Optional.of(look(text, family, AI_NUMERICHOST).addresses.getFirst());
    } catch (UnknownHostException e) {
      // It is a name, which is what was asked.
      return Optional.empty();
    }
  }

  /**
   * The name that the system has for an address, whether it leads back to that or not; empty where
   * there is none. Takes as long as the system's resolver does.
   */
  // One at a time: the answer is in the C library's one place for it.
  public static synchronized Optional<String> nameOf(InetAddress address) {
    byte[] octets = address.getAddress();
    int family = octets.length == 4 ? Family.INET.number : Family.INET6.number;
    try (NativeFrame frame = new NativeFrame()) {
      MemorySegment key = frame.allocate(octets.length);
      MemorySegment.copy(octets, 0, key, ValueLayout.JAVA_BYTE, 0, octets.length);
      long host = frame.call(Libc.GETHOSTBYADDR, key.address(), octets.length, family);
      return host == 0 ? Optional.empty() : Optional.ofNullable(firstString(host));
    }
  }

  /** Of struct hostent: the official name. */
  @SuppressWarnings("restricted")
  private static @Nullable String firstString(long host) {
    MemorySegment entry = MemorySegment.ofAddress(host).reinterpret(8);
    return NativeFrame.stringAt(entry.get(ValueLayout.JAVA_LONG, 0));
  }

  private static Answer look(String name, Family family, int flags) throws UnknownHostException {
    if (name.indexOf('\0') >= 0) {
      throw new UnknownHostException("Name or service not known");
    }
    try (NativeFrame frame = new NativeFrame()) {
      MemorySegment hints = frame.allocate(SIZE);
      hints.set(ValueLayout.JAVA_INT, 0, flags);
      hints.set(ValueLayout.JAVA_INT, 4, family.number);
      hints.set(ValueLayout.JAVA_INT, 8, SOCK_STREAM);
      MemorySegment list = frame.allocate(8);
      long host = frame.string(name).address();
      int fault = frame.callInt(Libc.GETADDRINFO, host, 0, hints.address(), list.address());
      if (fault != 0) {
        String why = NativeFrame.stringAt(frame.call(Libc.GAI_STRERROR, fault));
        throw new UnknownHostException(Objects.requireNonNullElse(why, "unknown"));
      }
      long first = list.get(ValueLayout.JAVA_LONG, 0);
      try {
        return read(frame, first, name);
      } finally {
        frame.call(Libc.FREEADDRINFO, first);
      }
    }
  }

  @SuppressWarnings("restricted")
  private static Answer read(NativeFrame frame, long first, String name)
      throws UnknownHostException {
    List<Address> addresses = new ArrayList<>();
    Optional<String> official = Optional.empty();
    for (long at = first; at != 0; ) {
      MemorySegment info = MemorySegment.ofAddress(at).reinterpret(SIZE);
      int length = info.get(ValueLayout.JAVA_INT, 16);
      MemorySegment socket =
          MemorySegment.ofAddress(info.get(ValueLayout.JAVA_LONG, 24)).reinterpret(length);
      int family = info.get(ValueLayout.JAVA_INT, 4);
      if (family == Family.INET.number || family == Family.INET6.number) {
        addresses.add(address(frame, family, socket, name));
      }
      String canonical = NativeFrame.stringAt(info.get(ValueLayout.JAVA_LONG, 32));
      if (official.isEmpty()) {
        official = Optional.ofNullable(canonical);
      }
      at = info.get(ValueLayout.JAVA_LONG, 40);
    }
    if (addresses.isEmpty()) {
      throw new UnknownHostException("No address associated with hostname");
    }
    return new Answer(addresses, official);
  }

  private static Address address(NativeFrame frame, int family, MemorySegment socket, String name)
      throws UnknownHostException {
    boolean six = family == Family.INET6.number;
    MemorySegment octets = socket.asSlice(six ? 8 : 4, six ? 16 : 4);
    MemorySegment text = frame.allocate(INET6_TEXT);
    frame.call(Libc.INET_NTOP, family, octets.address(), text.address(), text.byteSize());
    byte[] bytes = octets.toArray(ValueLayout.JAVA_BYTE);
    int scope = six ? socket.get(ValueLayout.JAVA_INT, 24) : 0;
    InetAddress address =
        scope == 0
            ? InetAddress.getByAddress(name, bytes)
            : Inet6Address.getByAddress(name, bytes, scope);
    return new Address(address, text.getString(0) + (scope == 0 ? "" : "%" + interfaceName(scope)));
  }

  private static String interfaceName(int index) {
    try {
      NetworkInterface found = NetworkInterface.getByIndex(index);
      return found == null ? Integer.toString(index) : found.getName();
    } catch (SocketException e) {
      // The number says the same.
      return Integer.toString(index);
    }
  }
}
