package dev.aikagi.config;

/**
 * The tunnel devices of both sides.
 *
 * @param local its number; {@link #ANY} for the next that is free
 * @param remote its number; {@link #ANY} for the next that is free
 */
public record TunnelDevices(int local, int remote) {
  /** The next device that is free. */
  public static final int ANY = -1;

  static final TunnelDevices DEFAULT = new TunnelDevices(ANY, ANY);

  private static final int MAX = 0x7ffffffd;

  static final ValueType<TunnelDevices> TYPE =
      new ValueType<>() {
        @Override
        TunnelDevices parse(Arguments in) throws BadValueException {
          String word = in.required();
          int colon = word.indexOf(':');
          int local = device(colon < 0 ? word : word.substring(0, colon));
          return new TunnelDevices(local, colon < 0 ? ANY : device(word.substring(colon + 1)));
        }
      };

  private static int device(String word) throws BadValueException {
    if (word.equalsIgnoreCase("any")) {
      return ANY;
    }
    if (Numbers.fault(word, MAX) != null) {
      throw BadValueException.of("Bad tun device.");
    }
    return Numbers.value(word);
  }

  /** local:remote. */
  @Override
  public String toString() {
    return name(local) + ":" + name(remote);
  }

  private static String name(int device) {
    return device == ANY ? "any" : Integer.toString(device);
  }
}
