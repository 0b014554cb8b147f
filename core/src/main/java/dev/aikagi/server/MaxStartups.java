package dev.aikagi.server;

import dev.aikagi.Bytes;
import java.net.Inet4Address;
import java.net.InetAddress;
import java.net.InetSocketAddress;

/**
 * How many connections may be unauthenticated at once: from begin on, a share of rate percent of
 * new ones is turned away, growing to all at full; perSource counts one source.
 *
 * @param ipv4Bits leading bits of an IPv4 address that make up a source (PerSourceNetBlockSize)
 * @param ipv6Bits the same of an IPv6 address: whoever has one of those has a whole network of them
 */
public record MaxStartups(
    int begin, int rate, int full, int perSource, int ipv4Bits, int ipv6Bits) {
  /** As OpenSSH, and 20 for each source. */
  public static final MaxStartups DEFAULT = new MaxStartups(10, 30, 100, 20);

  public MaxStartups {
    if (begin < 1 || full < begin || rate < 1 || rate > 100 || perSource < 1) {
      throw new IllegalArgumentException(
          "MaxStartups " + begin + ":" + rate + ":" + full + ", " + perSource + " for a source");
    }
    if (ipv4Bits < 0 || ipv4Bits > 32 || ipv6Bits < 0 || ipv6Bits > 128) {
      throw new IllegalArgumentException("sources of " + ipv4Bits + " and " + ipv6Bits + " bits");
    }
  }

  /** Each address is a source of its own. */
  public MaxStartups(int begin, int rate, int full, int perSource) {
    this(begin, rate, full, perSource, 32, 128);
  }

  /** What stands for all addresses of the same source. */
  Bytes source(InetSocketAddress from) {
    InetAddress address = from.getAddress();
    if (address == null) {
      // All that have none are one source.
      return Bytes.EMPTY;
    }
    byte[] bytes = address.getAddress();
    int bits = address instanceof Inet4Address ? ipv4Bits : ipv6Bits;
    for (int i = 0; i < bytes.length; i++) {
      int kept = Math.clamp(bits - 8L * i, 0, 8);
      bytes[i] &= (byte) (0xff << (8 - kept));
    }
    return Bytes.of(bytes);
  }

  /** The chance in percent that a new connection is turned away when so many are pending. */
  int dropPercent(int pending) {
    if (pending < begin) {
      return 0;
    }
    if (pending >= full || rate == 100) {
      return 100;
    }
    return rate + (100 - rate) * (pending - begin) / (full - begin);
  }
}
