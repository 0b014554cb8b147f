package dev.aikagi.tools.sshd;

import dev.aikagi.config.ConnectionFacts;
import java.net.Inet6Address;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.Optional;

/**
 * Both ends of a connection.
 *
 * @param host the client's name where UseDNS found one, else its address
 */
record Peer(InetSocketAddress remote, InetSocketAddress local, String host) {
  static Peer of(InetSocketAddress remote, InetSocketAddress local) {
    return new Peer(remote, local, text(remote));
  }

  Peer named(String name) {
    return new Peer(remote, local, name);
  }

  /** What is counted and punished; empty where the connection has no addresses. */
  Optional<InetAddress> source() {
    return Optional.ofNullable(remote.getAddress());
  }

  /** The client's address as a number, or UNKNOWN. */
  String address() {
    return text(remote);
  }

  /** What Match Address and its kind go by: none of them holds for an address that is not known. */
  ConnectionFacts facts(Optional<String> user, boolean invalidUser) {
    return new ConnectionFacts(
        user,
        invalidUser,
        Optional.of(host),
        source().map(Peer::text),
        Optional.ofNullable(local.getAddress()).map(Peer::text),
        Optional.of(localPort()),
        Optional.empty());
  }

  int port() {
    return remote.getPort();
  }

  String localAddress() {
    return text(local);
  }

  int localPort() {
    return local.getPort();
  }

  /** "ADDRESS port PORT", as the log has it. */
  @Override
  public String toString() {
    return address() + " port " + port();
  }

  private static String text(InetSocketAddress end) {
    InetAddress address = end.getAddress();
    return address == null ? end.getHostString() : text(address);
  }

  /** As inet_ntop writes it: the longest run of zeros of an IPv6 address left out (RFC 5952). */
  static String text(InetAddress address) {
    if (!(address instanceof Inet6Address)) {
      return address.getHostAddress();
    }
    byte[] b = address.getAddress();
    int[] groups = new int[8];
    for (int i = 0; i < 8; i++) {
      groups[i] = ((b[2 * i] & 0xff) << 8) | (b[2 * i + 1] & 0xff);
    }
    int start = -1;
    int length = 1;
    for (int i = 0; i < 8; i++) {
      int run = 0;
      while (i + run < 8 && groups[i + run] == 0) {
        run++;
      }
      if (run > length) {
        start = i;
        length = run;
      }
    }
    StringBuilder out = new StringBuilder();
    int i = 0;
    while (i < 8) {
      if (i == start) {
        out.append("::");
        i += length;
        continue;
      }
      if (!out.isEmpty() && out.charAt(out.length() - 1) != ':') {
        out.append(':');
      }
      out.append(Integer.toHexString(groups[i]));
      i++;
    }
    return out.toString();
  }
}
