package dev.aikagi.kerberos;

import dev.aikagi.MalformedException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.StringJoiner;

/**
 * Whose keys are in a keytab, as MIT's and Heimdal's libraries write it (0x0502). The keys
 * themselves are passed over: Java reads them where a ticket has to be opened, and does not say
 * which principals there are.
 *
 * @param principals as {@code host/web.example@REALM}, each once, in the order of the file; a
 *     slash, an at sign or a backslash within a part has a backslash before it
 */
public record KeytabFile(List<String> principals) {
  /** A keytab of a hundred principals has some 40 KiB. */
  private static final int MAX_FILE = 1 << 20;

  /** Of each principal one for each kind of key, and those of former passwords. */
  private static final int MAX_ENTRIES = 10_000;

  private static final int FORM = 0x0502;

  /** In the byte order of the machine that wrote it, which Java takes for that of this one. */
  private static final int OLD_FORM = 0x0501;

  /** Kind of the name, time, number of the key and kind of the key. */
  private static final int BETWEEN_NAME_AND_KEY = 4 + 4 + 1 + 2;

  public KeytabFile {
    principals = List.copyOf(principals);
  }

  /**
   * Reads one; the buffer is wiped. Of a pipe, this waits for whoever writes it.
   *
   * @throws MalformedException where it is no keytab
   * @throws UnseenKeytabException where it may be one, and is not looked into
   */
  public static KeytabFile read(Path file) throws IOException {
    byte[] text = new byte[MAX_FILE + 1];
    try (InputStream in = Files.newInputStream(file)) {
      int length = in.readNBytes(text, 0, text.length);
      return parse(ByteBuffer.wrap(text, 0, length));
    } finally {
      Arrays.fill(text, (byte) 0);
    }
  }

  /**
   * Of the content of a file.
   *
   * @throws MalformedException where it is no keytab
   * @throws UnseenKeytabException where it may be one, and is not looked into
   */
  public static KeytabFile parse(byte[] file) throws MalformedException, UnseenKeytabException {
    return parse(ByteBuffer.wrap(file));
  }

  private static KeytabFile parse(ByteBuffer in) throws MalformedException, UnseenKeytabException {
    int form = in.remaining() < Short.BYTES ? 0 : number(in);
    if (form == OLD_FORM) {
      throw new UnseenKeytabException("it is of the older form 05 01");
    }
    if (form != FORM) {
      throw new MalformedException("it does not begin with 05 02");
    }
    if (in.limit() > MAX_FILE) {
      throw new UnseenKeytabException("it is larger than 1 MiB");
    }
    Set<String> principals = new LinkedHashSet<>();
    int entries = 0;
    while (in.remaining() >= Integer.BYTES) {
      int length = in.getInt();
      if (length == 0) {
        // The end, for MIT's library, whatever is behind it.
        break;
      }
      // Of an entry that was taken out, the length is negative, and its bytes are still there.
      ByteBuffer entry = next(in, Math.abs((long) length));
      if (length > 0) {
        if (++entries > MAX_ENTRIES) {
          throw new UnseenKeytabException("it has more than " + MAX_ENTRIES + " entries");
        }
        principals.add(principal(entry));
      }
    }
    return new KeytabFile(List.copyOf(principals));
  }

  private static String principal(ByteBuffer entry) throws MalformedException {
    int components = number(entry);
    String realm = string(entry);
    StringJoiner name = new StringJoiner("/", "", "@" + realm);
    // Each takes two bytes at least, so that a count that lies comes to the end soon.
    for (int i = 0; i < components; i++) {
      name.add(string(entry));
    }
    next(entry, BETWEEN_NAME_AND_KEY);
    next(entry, number(entry));
    return name.toString();
  }

  private static String string(ByteBuffer in) throws MalformedException {
    String text = StandardCharsets.UTF_8.decode(next(in, number(in))).toString();
    // Else the one part "host/web" would look like a name of two.
    return text.replaceAll("[/@\\\\]", "\\\\$0");
  }

  private static int number(ByteBuffer in) throws MalformedException {
    return Short.toUnsignedInt(next(in, Short.BYTES).getShort());
  }

  private static ByteBuffer next(ByteBuffer in, long length) throws MalformedException {
    if (length > in.remaining()) {
      throw new MalformedException(
          "it ends within an entry: "
              + length
              + " bytes are announced, "
              + in.remaining()
              + " left");
    }
    ByteBuffer part = in.slice(in.position(), (int) length);
    in.position(in.position() + (int) length);
    return part;
  }
}
