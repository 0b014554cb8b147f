package dev.aikagi.key;

/**
 * The picture of a fingerprint that OpenSSH draws: a bishop walks over a board of 17 by 9 fields,
 * two bits a step ("The drunken bishop", Loss, Limmer and von Gernler, 2009).
 */
public final class Randomart {
  private static final int WIDTH = 17;
  private static final int HEIGHT = 9;
  private static final String SYMBOLS = " .o+=*BOX@%&#/^SE";
  private static final int START = SYMBOLS.length() - 2;
  private static final int END = SYMBOLS.length() - 1;

  /**
   * OpenSSH's title has this many characters at most; a longer one leaves out the bits, and then
   * its last character.
   */
  private static final int MAX_TITLE = WIDTH - 1;

  private Randomart() {}

  /** Eleven lines without a line feed after the last. */
  public static String of(PublicKey key, FingerprintHash hash) {
    return of(key.type(), key, hash);
  }

  /** The picture of the key in it, under the name of the certificate's type. */
  public static String of(Certificate certificate, FingerprintHash hash) {
    return of(certificate.type(), certificate.publicKey(), hash);
  }

  /** As above, of whichever it is. */
  public static String of(KeyOrCertificate key, FingerprintHash hash) {
    return of(key.type(), key.key(), hash);
  }

  private static String of(KeyType type, PublicKey key, FingerprintHash hash) {
    String title = "[" + type.shortName() + " " + key.bits() + "]";
    if (title.length() > MAX_TITLE) {
      String name = "[" + type.shortName() + "]";
      title = name.substring(0, Math.min(name.length(), MAX_TITLE));
    }
    return draw(Fingerprint.of(key, hash).digest().toArray(), title, "[" + hash.label() + "]");
  }

  static String draw(byte[] digest, String title, String footer) {
    int[][] field = walk(digest);
    StringBuilder out = new StringBuilder();
    border(out, title);
    for (int y = 0; y < HEIGHT; y++) {
      out.append("\n|");
      for (int x = 0; x < WIDTH; x++) {
        out.append(SYMBOLS.charAt(field[y][x]));
      }
      out.append('|');
    }
    out.append('\n');
    border(out, footer);
    return out.toString();
  }

  private static int[][] walk(byte[] digest) {
    int[][] field = new int[HEIGHT][WIDTH];
    int x = WIDTH / 2;
    int y = HEIGHT / 2;
    for (byte b : digest) {
      for (int pair = 0; pair < 8; pair += 2) {
        x = Math.clamp(x + ((b >> pair & 1) != 0 ? 1 : -1), 0, WIDTH - 1);
        y = Math.clamp(y + ((b >> pair & 2) != 0 ? 1 : -1), 0, HEIGHT - 1);
        if (field[y][x] < START - 1) {
          field[y][x]++;
        }
      }
    }
    field[HEIGHT / 2][WIDTH / 2] = START;
    field[y][x] = END;
    return field;
  }

  private static void border(StringBuilder out, String text) {
    int left = (WIDTH - text.length()) / 2;
    out.append('+').repeat('-', left).append(text);
    out.repeat('-', WIDTH - left - text.length()).append('+');
  }
}
