package dev.aikagi.key;

import dev.aikagi.SecretBytes;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.Optional;

/**
 * One {@code -----BEGIN …-----} block (RFC 7468; headers as RFC 1421 has them). Works on bytes, for
 * the body of a clear private key must not become a String.
 *
 * @param headers the lines before the empty one, as they stand
 */
record Armour(String label, List<String> headers, SecretBytes body) {
  static final int PEM_WIDTH = 64;
  static final int OPENSSH_WIDTH = 70;

  private static final String BEGIN = "-----BEGIN ";
  private static final String END = "-----END ";
  private static final String DASHES = "-----";
  private static final int MAX_HEADERS = 64;

  /** The first block whose label is none of those to leave out; empty where there is none. */
  static Optional<Armour> find(byte[] content, String... leaveOut) throws KeyFileException {
    Lines lines = new Lines(content);
    while (lines.next()) {
      if (!lines.isLabel(BEGIN)) {
        continue;
      }
      Armour block = block(lines);
      if (!Arrays.asList(leaveOut).contains(block.label())) {
        return Optional.of(block);
      }
      block.body().close();
    }
    return Optional.empty();
  }

  private static Armour block(Lines lines) throws KeyFileException {
    String label = lines.label(BEGIN);
    List<String> headers = new ArrayList<>();
    byte[] base64 = new byte[lines.toEnd()];
    int length = 0;
    try {
      while (lines.next()) {
        if (lines.isLabel(END)) {
          if (!lines.label(END).equals(label)) {
            throw KeyFileException.damaged("the END line does not fit the BEGIN line");
          }
          return new Armour(label, List.copyOf(headers), decode(base64, length));
        }
        if (length == 0 && lines.isHeader()) {
          if (headers.size() == MAX_HEADERS) {
            throw KeyFileException.damaged("too many header lines");
          }
          headers.add(lines.text());
        } else {
          length = lines.copyTo(base64, length);
        }
      }
    } finally {
      Arrays.fill(base64, (byte) 0);
    }
    throw KeyFileException.damaged("the END line is missing");
  }

  private static SecretBytes decode(byte[] base64, int length) throws KeyFileException {
    byte[] exact = Arrays.copyOf(base64, length);
    try {
      return SecretBytes.taking(Base64.getDecoder().decode(exact));
    } catch (IllegalArgumentException e) {
      throw new KeyFileException(new KeyFileRefusal.Damaged("the body is not base64"), e);
    } finally {
      Arrays.fill(exact, (byte) 0);
    }
  }

  Optional<String> header(String name) {
    String start = name + ":";
    return headers.stream()
        .filter(h -> h.startsWith(start))
        .map(h -> h.substring(start.length()).strip())
        .findFirst();
  }

  /** The file, with a line feed after its last line. */
  byte[] toFile(int width) {
    // Large enough for all of it, since a buffer that grows leaves its old array behind unwiped.
    Wiped out = new Wiped(room());
    line(out, BEGIN + label + DASHES);
    for (String header : headers) {
      line(out, header);
    }
    if (!headers.isEmpty()) {
      line(out, "");
    }
    byte[] base64 = Base64.getEncoder().encode(body.expose());
    for (int i = 0; i < base64.length; i += width) {
      out.write(base64, i, Math.min(width, base64.length - i));
      out.write('\n');
    }
    Arrays.fill(base64, (byte) 0);
    line(out, END + label + DASHES);
    return out.taken();
  }

  private int room() {
    int text = 256 + 6 * label.length();
    for (String header : headers) {
      text += 3 * header.length() + 1;
    }
    return text + 3 * body.length();
  }

  /** Forgets what it held once that was taken. */
  private static final class Wiped extends ByteArrayOutputStream {
    Wiped(int size) {
      super(size);
    }

    byte[] taken() {
      byte[] out = toByteArray();
      Arrays.fill(buf, (byte) 0);
      return out;
    }
  }

  private static void line(ByteArrayOutputStream out, String text) {
    out.writeBytes(text.getBytes(StandardCharsets.UTF_8));
    out.write('\n');
  }

  /** Walks over lines; white space at both ends does not count. */
  private static final class Lines {
    private final byte[] content;
    private int from;
    private int to;
    private int following;

    Lines(byte[] content) {
      this.content = content;
    }

    boolean next() {
      if (following >= content.length) {
        return false;
      }
      from = following;
      int i = from;
      while (i < content.length && content[i] != '\n' && content[i] != '\r') {
        i++;
      }
      following = i + 1;
      to = i;
      while (from < to && content[from] >= 0 && content[from] <= ' ') {
        from++;
      }
      while (to > from && content[to - 1] >= 0 && content[to - 1] <= ' ') {
        to--;
      }
      return true;
    }

    /**
     * Bytes up to the END line: room for this block, and not for all those after it, which would
     * make a file of many short blocks cost its square.
     */
    int toEnd() {
      Lines ahead = new Lines(content);
      ahead.following = following;
      boolean more = ahead.next();
      while (more && !ahead.isLabel(END)) {
        more = ahead.next();
      }
      return (more ? ahead.from : content.length) - Math.min(following, content.length);
    }

    boolean isLabel(String start) {
      return to - from >= start.length() + DASHES.length()
          && holds(from, start)
          && holds(to - DASHES.length(), DASHES);
    }

    /** On the bytes: a line of the body must not become a String. */
    private boolean holds(int offset, String ascii) {
      if (ascii.length() > content.length - offset) {
        return false;
      }
      for (int i = 0; i < ascii.length(); i++) {
        if (content[offset + i] != ascii.charAt(i)) {
          return false;
        }
      }
      return true;
    }

    String label(String start) {
      return text(from + start.length(), to - from - start.length() - DASHES.length());
    }

    boolean isHeader() {
      for (int i = from; i < to; i++) {
        if (content[i] == ':') {
          return true;
        }
      }
      return false;
    }

    String text() {
      return text(from, to - from);
    }

    private String text(int offset, int length) {
      return new String(content, offset, length, StandardCharsets.UTF_8);
    }

    int copyTo(byte[] target, int offset) {
      System.arraycopy(content, from, target, offset, to - from);
      return offset + to - from;
    }
  }
}
