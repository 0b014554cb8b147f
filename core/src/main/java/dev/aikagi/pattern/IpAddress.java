package dev.aikagi.pattern;

import java.net.InetAddress;
import java.security.MessageDigest;
import java.util.Arrays;
import java.util.Optional;

/**
 * A numeric address, read without asking any name service. An IPv6 address that maps an IPv4 one
 * stays an IPv6 address, unlike in the JDK, so that it cannot pass for the other one in a pattern.
 */
final class IpAddress {
  private static final int MAX_TEXT = 63;

  private final byte[] bytes;
  private final String scope;

  private IpAddress(byte[] bytes, String scope) {
    this.bytes = bytes;
    this.scope = scope;
  }

  static Optional<IpAddress> parse(String text) {
    if (text.isEmpty() || text.length() > MAX_TEXT) {
      return Optional.empty();
    }
    return text.indexOf(':') >= 0 ? parse6(text) : parse4(text);
  }

  /** With the forms of inet_aton, because getaddrinfo takes them too: 127.1, 0x7f.1, 0177.0.0.1. */
  private static Optional<IpAddress> parse4(String text) {
    String[] parts = text.split("\\.", -1);
    if (parts.length > 4) {
      return Optional.empty();
    }
    long value = 0;
    for (int i = 0; i < parts.length; i++) {
      long part = number(parts[i]);
      boolean last = i == parts.length - 1;
      int bits = last ? 32 - 8 * i : 8;
      if (part < 0 || part >= 1L << bits) {
        return Optional.empty();
      }
      value = last ? value | part : value | part << (24 - 8 * i);
    }
    byte[] bytes = {(byte) (value >> 24), (byte) (value >> 16), (byte) (value >> 8), (byte) value};
    return Optional.of(new IpAddress(bytes, ""));
  }

  private static long number(String part) {
    int radix = 10;
    String digits = part;
    if (part.startsWith("0x") || part.startsWith("0X")) {
      radix = 16;
      digits = part.substring(2);
    } else if (part.length() > 1 && part.startsWith("0")) {
      radix = 8;
      digits = part.substring(1);
    }
    if (digits.isEmpty() || digits.length() > 11) {
      return -1;
    }
    long value = 0;
    for (int i = 0; i < digits.length(); i++) {
      int digit = Character.digit(digits.charAt(i), radix);
      if (digit < 0 || digits.charAt(i) > 'f') {
        return -1;
      }
      value = value * radix + digit;
    }
    return value;
  }

  private static Optional<IpAddress> parse6(String text) {
    int percent = text.indexOf('%');
    String address = percent < 0 ? text : text.substring(0, percent);
    String scope = percent < 0 ? "" : text.substring(percent + 1);
    try {
      byte[] bytes = InetAddress.ofLiteral(address).getAddress();
      return Optional.of(new IpAddress(bytes.length == 4 ? mapped(bytes) : bytes, scope));
    } catch (IllegalArgumentException e) {
      return Optional.empty();
    }
  }

  private static byte[] mapped(byte[] four) {
    byte[] out = new byte[16];
    out[10] = (byte) 0xff;
    out[11] = (byte) 0xff;
    System.arraycopy(four, 0, out, 12, 4);
    return out;
  }

  /** 32 or 128. */
  int bits() {
    return 8 * bytes.length;
  }

  /** Whether the bits after the prefix are all zero. */
  boolean isNetwork(int prefix) {
    return MessageDigest.isEqual(masked(prefix), bytes);
  }

  /** Whether this address lies in the network of the other one. */
  boolean isIn(IpAddress network, int prefix) {
    return bytes.length == network.bytes.length
        && scope.equals(network.scope)
        && MessageDigest.isEqual(masked(prefix), network.masked(prefix));
  }

  private byte[] masked(int prefix) {
    byte[] out = Arrays.copyOf(bytes, bytes.length);
    for (int i = 0; i < out.length; i++) {
      int keep = Math.clamp(prefix - 8L * i, 0, 8);
      out[i] &= (byte) (0xff << (8 - keep));
    }
    return out;
  }
}
