package dev.aikagi.config;

/**
 * The type-of-service octets of the connection's packets, from 0 to 255.
 *
 * @param interactive for sessions with a terminal; {@link #SYSTEM} for the system's own
 * @param bulk for other sessions; {@link #SYSTEM} for the system's own
 */
public record IpQos(int interactive, int bulk) {
  /** The octet is left as the operating system sets it. */
  public static final int SYSTEM = -1;

  /** Expedited forwarding for terminals, the system's own for the rest. */
  public static final IpQos DEFAULT = new IpQos(0xb8, SYSTEM);

  /**
   * Names with their octets, from RFC 2474, 2597, 3246 and 8622; the last three were RFC 1349's.
   */
  private static final String TABLE =
      "none=-1 af11=40 af12=48 af13=56 af21=72 af22=80 af23=88 af31=104 af32=112 af33=120"
          + " af41=136 af42=144 af43=152 cs0=0 cs1=32 cs2=64 cs3=96 cs4=128 cs5=160 cs6=192"
          + " cs7=224 ef=184 le=4 va=176";

  private static final String OBSOLETE = " lowdelay throughput reliability ";

  static final ValueType<IpQos> TYPE =
      new ValueType<>() {
        @Override
        IpQos parse(Arguments in) throws BadValueException {
          String first = in.isServer() ? in.required() : in.next();
          int interactive = octet(in, first == null ? "(null)" : first);
          String second = in.next();
          return new IpQos(interactive, second == null ? interactive : octet(in, second));
        }

        @Override
        String text(IpQos value) {
          return name(value.interactive) + " " + name(value.bulk);
        }
      };

  private static int octet(Arguments in, String word) throws BadValueException {
    String wanted = word.toLowerCase(java.util.Locale.ROOT);
    for (String entry : Split.at(' ', TABLE)) {
      int equals = entry.indexOf('=');
      if (entry.substring(0, equals).equals(wanted)) {
        return Integer.parseInt(entry.substring(equals + 1));
      }
    }
    if (OBSOLETE.contains(" " + wanted + " ")) {
      return SYSTEM;
    }
    try {
      int octet = Integer.decode(word);
      if (octet >= 0 && octet <= 255) {
        return octet;
      }
    } catch (NumberFormatException e) {
      // Neither a name nor a number: refused below, like a number that is out of range.
    }
    String keyword = in.isServer() ? in.keyword() : "IPQoS";
    throw BadValueException.of("Bad " + keyword + " value: " + word);
  }

  private static String name(int octet) {
    for (String entry : Split.at(' ', TABLE)) {
      int equals = entry.indexOf('=');
      if (Integer.parseInt(entry.substring(equals + 1)) == octet) {
        return entry.substring(0, equals);
      }
    }
    return String.format("0x%02x", octet);
  }
}
