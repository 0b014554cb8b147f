package dev.aikagi.config;

/**
 * How many leading bits of an address make up one source.
 *
 * @param ipv4 from 0 to 32
 * @param ipv6 from 0 to 128
 */
public record NetBlockSize(int ipv4, int ipv6) {
  /** Each address is a source of its own. */
  public static final NetBlockSize DEFAULT = new NetBlockSize(32, 128);

  static final ValueType<NetBlockSize> TYPE =
      new ValueType<>() {
        @Override
        NetBlockSize parse(Arguments in) throws BadValueException {
          int[] bits = Pairs.numbers(in.required(), 2);
          if (bits.length == 0 || bits[0] > 32 || (bits.length == 2 && bits[1] > 128)) {
            throw BadValueException.of("Invalid " + in.keyword() + " spec.");
          }
          return new NetBlockSize(bits[0], bits.length == 2 ? bits[1] : DEFAULT.ipv6);
        }
      };

  /** ipv4:ipv6. */
  @Override
  public String toString() {
    return ipv4 + ":" + ipv6;
  }
}
