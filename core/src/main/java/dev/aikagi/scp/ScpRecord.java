package dev.aikagi.scp;

import dev.aikagi.Bytes;
import dev.aikagi.MalformedException;
import java.nio.charset.StandardCharsets;

/** What the side that has the files says between their contents: one line each. */
sealed interface ScpRecord {
  /** Digits of the largest number there is. */
  int MAX_DIGITS = 19;

  /** With the line feed. */
  Bytes line();

  /** Times of the file or folder that follows, in seconds since 1970. */
  record Times(long modified, long accessed) implements ScpRecord {
    @Override
    public Bytes line() {
      return bytes("T" + modified + " 0 " + accessed + " 0\n");
    }
  }

  /** A file, whose content follows once the other side has agreed. */
  record FileStart(int mode, long size, Bytes name) implements ScpRecord {
    @Override
    public Bytes line() {
      return bytes("C%04o %d %s\n".formatted(mode & 07777, size, ScpRecord.text(name)));
    }
  }

  /** A folder, with what is in it until its end. */
  record FolderStart(int mode, Bytes name) implements ScpRecord {
    @Override
    public Bytes line() {
      return bytes("D%04o 0 %s\n".formatted(mode & 07777, ScpRecord.text(name)));
    }
  }

  record FolderEnd() implements ScpRecord {
    @Override
    public Bytes line() {
      return bytes("E\n");
    }
  }

  /** Something failed. */
  record Complaint(boolean fatal, Bytes text) implements ScpRecord {
    @Override
    public Bytes line() {
      return bytes((fatal ? "\2" : "\1") + ScpRecord.text(text) + "\n");
    }
  }

  /** One character for each byte. */
  static String text(Bytes bytes) {
    return new String(bytes.toArray(), StandardCharsets.ISO_8859_1);
  }

  static Bytes bytes(String text) {
    return Bytes.of(text.getBytes(StandardCharsets.ISO_8859_1));
  }

  /**
   * Reads a line.
   *
   * @param line without its line feed
   * @throws MalformedException with OpenSSH's words for what is wrong with it
   */
  static ScpRecord parse(Bytes line) throws MalformedException {
    if (line.isEmpty()) {
      throw new MalformedException("unexpected <newline>");
    }
    String text = text(line);
    Fields fields = new Fields(text.substring(1));
    return switch (text.charAt(0)) {
      case 'T' -> times(fields);
      case 'C' -> new FileStart(fields.mode(), fields.number("size", ' '), bytes(fields.rest()));
      case 'D' -> {
        int mode = fields.mode();
        long _ = fields.number("size", ' ');
        yield new FolderStart(mode, bytes(fields.rest()));
      }
      case 'E' -> new FolderEnd();
      case 1, 2 -> new Complaint(text.charAt(0) == 2, bytes(text.substring(1)));
      default -> throw new MalformedException("expected control record");
    };
  }

  private static Times times(Fields fields) throws MalformedException {
    long modified = fields.number("mtime.sec", ' ');
    fields.micros("mtime.usec", ' ');
    long accessed = fields.number("atime.sec", ' ');
    fields.micros("atime.usec", Fields.END);
    return new Times(modified, accessed);
  }

  /** What is left of a line. */
  final class Fields {
    static final char END = '\n';

    private static final int MAX_MICROS = 999_999;

    private final String text;
    private int at;

    private Fields(String text) {
      this.text = text;
    }

    /** Four octal digits and a blank. */
    int mode() throws MalformedException {
      int mode = 0;
      for (int i = 0; i < 4; i++) {
        char c = i < text.length() ? text.charAt(i) : END;
        if (c < '0' || c > '7') {
          throw new MalformedException("bad mode");
        }
        mode = mode << 3 | (c - '0');
      }
      at = 4;
      delimiter("mode", ' ');
      return mode;
    }

    long number(String name, char delimiter) throws MalformedException {
      int from = at;
      while (at < text.length() && text.charAt(at) >= '0' && text.charAt(at) <= '9') {
        at++;
      }
      String digits = text.substring(from, at);
      if (digits.isEmpty()) {
        throw new MalformedException(name + " not present");
      }
      delimiter(name, delimiter);
      try {
        // More digits could only be zeros before a number, which nobody sends.
        if (digits.length() <= MAX_DIGITS) {
          return Long.parseLong(digits);
        }
      } catch (NumberFormatException e) {
        throw new MalformedException(name + " out of range", e);
      }
      throw new MalformedException(name + " out of range");
    }

    void micros(String name, char delimiter) throws MalformedException {
      if (number(name, delimiter) > MAX_MICROS) {
        throw new MalformedException(name + " out of range");
      }
    }

    private void delimiter(String name, char delimiter) throws MalformedException {
      char found = at < text.length() ? text.charAt(at) : END;
      if (found != delimiter) {
        throw new MalformedException(name + " not delimited");
      }
      at++;
    }

    String rest() {
      return text.substring(at);
    }
  }
}
