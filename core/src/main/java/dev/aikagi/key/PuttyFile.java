package dev.aikagi.key;

import dev.aikagi.Bytes;
import dev.aikagi.MalformedException;
import dev.aikagi.SecretBytes;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Base64;
import java.util.HexFormat;
import org.jspecify.annotations.Nullable;

/**
 * The lines of a PuTTY file, in their fixed order. The body of a clear key stays bytes.
 *
 * @param kdf null where the file is not encrypted or of version 2
 */
record PuttyFile(
    int version,
    String type,
    String encryption,
    Bytes comment,
    Bytes publicBlob,
    @Nullable Kdf kdf,
    SecretBytes privateBlob,
    Bytes mac) {

  /** The parameters of Argon2; memory in KiB. */
  record Kdf(String flavour, int memory, int passes, int parallelism, Bytes salt) {}

  static final String CLEAR = "none";
  static final String AES = "aes256-cbc";

  private static final String START = "PuTTY-User-Key-File-";
  private static final int MAX_LINES = 1024;

  static boolean applies(byte[] content) {
    return content.length > START.length()
        && new String(content, 0, START.length(), StandardCharsets.ISO_8859_1).equals(START);
  }

  boolean encrypted() {
    return !encryption.equals(CLEAR);
  }

  static PuttyFile parse(byte[] content) throws MalformedException, KeyFileException {
    Cursor in = new Cursor(content);
    String[] first = in.line().split(": ", 2);
    String version = first[0].substring(START.length());
    if (first.length != 2) {
      throw new MalformedException("the first line has no key type");
    }
    if (!version.equals("2") && !version.equals("3")) {
      throw new KeyFileException(
          new KeyFileRefusal.UnsupportedProtection("PPK version " + printable(version)));
    }
    String encryption = in.field("Encryption");
    if (!encryption.equals(CLEAR) && !encryption.equals(AES)) {
      throw new KeyFileException(new KeyFileRefusal.UnsupportedProtection(printable(encryption)));
    }
    Bytes comment = Bytes.of(in.field("Comment").getBytes(StandardCharsets.ISO_8859_1));
    Bytes publicBlob = Bytes.of(in.body("Public-Lines"));
    boolean derives = version.equals("3") && !encryption.equals(CLEAR);
    Kdf kdf = derives ? kdf(in) : null;
    SecretBytes privateBlob = SecretBytes.taking(in.body("Private-Lines"));
    Bytes mac = in.hex("Private-MAC");
    return new PuttyFile(
        version.charAt(0) - '0', first[1], encryption, comment, publicBlob, kdf, privateBlob, mac);
  }

  private static String printable(String text) {
    return dev.aikagi.Printable.of(text, 64);
  }

  private static Kdf kdf(Cursor in) throws MalformedException {
    String flavour = in.field("Key-Derivation");
    int memory = in.number("Argon2-Memory");
    int passes = in.number("Argon2-Passes");
    int parallelism = in.number("Argon2-Parallelism");
    return new Kdf(flavour, memory, passes, parallelism, in.hex("Argon2-Salt"));
  }

  /** Reads line by line; a line ends with CR, LF or both, as PuTTY takes it. */
  private static final class Cursor {
    private final byte[] content;
    private int position;

    Cursor(byte[] content) {
      this.content = content;
    }

    private int end() throws MalformedException {
      if (position >= content.length) {
        throw new MalformedException("the file is cut off");
      }
      int end = position;
      while (end < content.length && content[end] != '\n' && content[end] != '\r') {
        end++;
      }
      return end;
    }

    private void after(int end) {
      position = end + 1;
      if (position < content.length && content[end] == '\r' && content[position] == '\n') {
        position++;
      }
    }

    /** Not for secret lines. */
    String line() throws MalformedException {
      int end = end();
      String text = new String(content, position, end - position, StandardCharsets.ISO_8859_1);
      after(end);
      return text;
    }

    String field(String name) throws MalformedException {
      String line = line();
      String start = name + ": ";
      if (!line.startsWith(start)) {
        throw new MalformedException(name + " is missing");
      }
      return line.substring(start.length());
    }

    int number(String name) throws MalformedException {
      String text = field(name);
      try {
        int value = Integer.parseInt(text);
        if (value > 0) {
          return value;
        }
      } catch (NumberFormatException e) {
        throw new MalformedException(name + " is not a number", e);
      }
      throw new MalformedException(name + " is not positive");
    }

    Bytes hex(String name) throws MalformedException {
      try {
        return Bytes.of(HexFormat.of().parseHex(field(name)));
      } catch (IllegalArgumentException e) {
        throw new MalformedException(name + " is not hex", e);
      }
    }

    /** These lines without their ends, in an array that does not have to grow. */
    private byte[] joined(int start, int lines, int length) throws MalformedException {
      byte[] text = new byte[length];
      int done = 0;
      position = start;
      for (int i = 0; i < lines; i++) {
        int end = end();
        System.arraycopy(content, position, text, done, end - position);
        done += end - position;
        after(end);
      }
      return text;
    }

    byte[] body(String name) throws MalformedException {
      int lines = number(name);
      if (lines > MAX_LINES) {
        throw new MalformedException(name + " of " + lines);
      }
      int start = position;
      int length = 0;
      for (int i = 0; i < lines; i++) {
        int end = end();
        length += end - position;
        after(end);
      }
      byte[] text = joined(start, lines, length);
      try {
        return Base64.getDecoder().decode(text);
      } catch (IllegalArgumentException e) {
        throw new MalformedException("the lines after " + name + " are not base64", e);
      } finally {
        Arrays.fill(text, (byte) 0);
      }
    }
  }
}
