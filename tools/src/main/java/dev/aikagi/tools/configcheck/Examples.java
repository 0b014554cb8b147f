package dev.aikagi.tools.configcheck;

import java.math.BigInteger;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;

/** For lists of patterns: something that they are for. */
final class Examples {
  /** Of nobody: RFC 5737 and RFC 3849. */
  static final List<String> STRANGERS = List.of("203.0.113.77", "2001:db8::77");

  /** Of nobody either, where this machine does not know its own. */
  static final String HERE = "192.0.2.1";

  /** What a * can stand for in an address, whatever is around it. */
  private static final List<String> ANY =
      List.of("1", "1.1", "1.1.1", "1.1.1.1", "1:1", ":1", "1::1", "::1");

  private Examples() {}

  /**
   * An address that fits.
   *
   * @param usual what is tried first
   * @param lists of networks, addresses and patterns of them, in which to look, also behind a !
   */
  static Optional<String> address(Predicate<String> fits, List<String> usual, String... lists) {
    List<String> candidates = new ArrayList<>(usual);
    for (String list : lists) {
      for (String element : List.of(list.split(",", -1))) {
        candidates.addAll(addresses(element.startsWith("!") ? element.substring(1) : element));
      }
    }
    return candidates.stream().filter(fits).findFirst();
  }

  private static List<String> addresses(String element) {
    int slash = element.indexOf('/');
    if (slash >= 0) {
      return network(element.substring(0, slash), element.substring(slash + 1));
    }
    List<String> all = new ArrayList<>();
    for (String any : element.indexOf('*') < 0 ? List.of("") : ANY) {
      literal(element.replace("*", any).replace('?', '1'))
          .ifPresent(a -> all.add(a.getHostAddress()));
    }
    return all;
  }

  /** The first and the last ones of it. */
  private static List<String> network(String base, String prefix) {
    Optional<InetAddress> address = literal(base);
    if (address.isEmpty() || !prefix.matches("[0-9]{1,3}")) {
      return List.of();
    }
    byte[] first = address.get().getAddress();
    int hostBits = first.length * Byte.SIZE - Integer.parseInt(prefix);
    if (hostBits <= 0) {
      return List.of(address.get().getHostAddress());
    }
    BigInteger start = new BigInteger(1, first);
    BigInteger end = start.add(BigInteger.ONE.shiftLeft(hostBits)).subtract(BigInteger.ONE);
    List<String> all = new ArrayList<>();
    for (int i = 1; i <= 3; i++) {
      all.add(text(start.add(BigInteger.valueOf(i)), first.length));
      all.add(text(end.subtract(BigInteger.valueOf(i)), first.length));
    }
    all.add(text(start, first.length));
    return all;
  }

  private static String text(BigInteger number, int length) {
    byte[] bytes = new byte[length];
    for (int i = 0; i < length; i++) {
      bytes[length - 1 - i] = number.shiftRight(i * Byte.SIZE).byteValue();
    }
    try {
      return InetAddress.getByAddress(bytes).getHostAddress();
    } catch (UnknownHostException e) {
      throw new IllegalStateException("an address of " + length + " bytes", e);
    }
  }

  private static Optional<InetAddress> literal(String text) {
    try {
      return Optional.of(InetAddress.ofLiteral(text));
    } catch (IllegalArgumentException e) {
      return Optional.empty();
    }
  }

  /** A name that fits, of those that the list is about. */
  static Optional<String> name(Predicate<String> fits, String list) {
    List<String> candidates = new ArrayList<>(List.of("host.example"));
    for (String element : List.of(list.split(",", -1))) {
      String pattern = element.startsWith("!") ? element.substring(1) : element;
      candidates.add(pattern.replace("*", "a").replace('?', 'a'));
    }
    return candidates.stream().filter(fits).findFirst();
  }
}
