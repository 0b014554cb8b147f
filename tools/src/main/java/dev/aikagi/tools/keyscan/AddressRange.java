package dev.aikagi.tools.keyscan;

import java.math.BigInteger;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.Optional;
import java.util.stream.Stream;

/** A network in CIDR form, address after address: however many there are, none is kept. */
record AddressRange(BigInteger first, BigInteger count, int octets) {
  /** Empty where the text is no network; host bits are taken off, as OpenSSH does. */
  static Optional<AddressRange> parse(String text) {
    int slash = text.indexOf('/');
    if (slash < 0) {
      return Optional.empty();
    }
    try {
      byte[] address = InetAddress.ofLiteral(text.substring(0, slash)).getAddress();
      int bits = 8 * address.length;
      int free = bits - prefix(text.substring(slash + 1), bits);
      BigInteger first = new BigInteger(1, address).shiftRight(free).shiftLeft(free);
      return Optional.of(new AddressRange(first, BigInteger.ONE.shiftLeft(free), address.length));
    } catch (IllegalArgumentException e) {
      // A name, then, which nobody will find.
      return Optional.empty();
    }
  }

  private static int prefix(String text, int bits) {
    int prefix = text.length() <= 3 ? Integer.parseInt(text) : -1;
    if (prefix < 0 || prefix > bits || text.startsWith("+")) {
      throw new IllegalArgumentException(text);
    }
    return prefix;
  }

  Stream<String> addresses() {
    BigInteger end = first.add(count);
    return Stream.iterate(first, a -> a.compareTo(end) < 0, a -> a.add(BigInteger.ONE))
        .map(this::text);
  }

  private String text(BigInteger address) {
    byte[] signed = address.toByteArray();
    byte[] bytes = new byte[octets];
    int length = Math.min(octets, signed.length);
    System.arraycopy(signed, signed.length - length, bytes, octets - length, length);
    try {
      return InetAddress.getByAddress(bytes).getHostAddress();
    } catch (UnknownHostException e) {
      throw new IllegalStateException(octets + " octets", e);
    }
  }
}
