package dev.aikagi.config;

import dev.aikagi.Bytes;
import java.net.InetAddress;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** Lists of addresses, CIDR blocks and wildcards, as "Match address" takes them. */
final class AddressPatterns {
  private AddressPatterns() {}

  /** An address block. */
  private record Block(Bytes network, int bits) {
    boolean contains(byte[] address) {
      if (address.length != network.length()) {
        return false;
      }
      for (int i = 0; i < bits; i++) {
        int mask = 0x80 >> (i & 7);
        if ((address[i >> 3] & mask) != (network.at(i >> 3) & mask)) {
          return false;
        }
      }
      return true;
    }

    /** Whether only bits of the network part are set. */
    boolean isClean() {
      for (int i = bits; i < 8 * network.length(); i++) {
        if ((network.at(i >> 3) & (0x80 >> (i & 7))) != 0) {
          return false;
        }
      }
      return true;
    }
  }

  /** Whether every element of the list that has a mask is a proper block. */
  static boolean isValid(String list) {
    for (String element : Patterns.elements(list)) {
      String pattern = element.startsWith("!") ? element.substring(1) : element;
      if (pattern.isEmpty() || (pattern.indexOf('/') >= 0 && block(pattern) == null)) {
        return false;
      }
    }
    return true;
  }

  /** What the list says about a numeric address. */
  static Patterns.Verdict list(String address, String list) {
    byte[] bytes = address(address);
    Patterns.Verdict verdict = Patterns.Verdict.NO_MATCH;
    for (String element : Patterns.elements(list)) {
      boolean negated = element.startsWith("!");
      String pattern = negated ? element.substring(1) : element;
      Block block = block(pattern);
      boolean match;
      if (block != null && bytes != null) {
        match = block.contains(bytes);
      } else {
        match =
            Patterns.matches(address.toLowerCase(Locale.ROOT), pattern.toLowerCase(Locale.ROOT));
      }
      if (match) {
        if (negated) {
          return Patterns.Verdict.NEGATED;
        }
        verdict = Patterns.Verdict.MATCH;
      }
    }
    return verdict;
  }

  static boolean matches(String address, String list) {
    return list(address, list) == Patterns.Verdict.MATCH;
  }

  /** Whether a list is made of networks and addresses only: no wildcard, no name, no negation. */
  static boolean isNetworks(String list) {
    return Patterns.elements(list).stream().allMatch(element -> block(element) != null);
  }

  private static @Nullable Block block(String pattern) {
    int slash = pattern.indexOf('/');
    byte[] network = address(slash < 0 ? pattern : pattern.substring(0, slash));
    if (network == null) {
      return null;
    }
    if (slash < 0) {
      return new Block(Bytes.of(network), 8 * network.length);
    }
    String bits = pattern.substring(slash + 1);
    if (Numbers.fault(bits, 8 * network.length) != null) {
      return null;
    }
    Block block = new Block(Bytes.of(network), Numbers.value(bits));
    return block.isClean() ? block : null;
  }

  /** A numeric address; null for a name, which is never looked up. */
  static byte @Nullable [] address(String text) {
    if (!isNumeric(text)) {
      return null;
    }
    int scope = text.indexOf('%');
    try {
      // Never getByName: what it cannot read it asks the DNS for.
      return InetAddress.ofLiteral(scope < 0 ? text : text.substring(0, scope)).getAddress();
    } catch (IllegalArgumentException e) {
      // Digits that form no address are a name like any other.
      return null;
    }
  }

  static boolean isNumeric(String text) {
    boolean colon = text.indexOf(':') >= 0;
    int dots = 0;
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      if (c == '%' && colon) {
        return i > 0;
      }
      dots += c == '.' ? 1 : 0;
      boolean hex = Character.digit(c, 16) >= 0;
      if (!(colon ? hex || c == ':' || c == '.' : Numbers.isDigit(c) || c == '.')) {
        return false;
      }
    }
    return colon || dots == 3;
  }
}
