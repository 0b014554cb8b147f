package dev.aikagi.wire;

import dev.aikagi.Bytes;
import dev.aikagi.MalformedException;
import java.math.BigInteger;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;

/**
 * Reads the types of RFC 4251 section 5 from a slice of an array. Every length is compared with
 * what is left before anything is allocated, so a reader never allocates more than the bytes that
 * it was given. Not thread-safe.
 */
public final class WireReader {
  /** RFC 4251 section 6: names have at most 64 characters. */
  public static final int MAX_NAME = 64;

  /** More names than any implementation has algorithms. */
  public static final int MAX_NAMES = 256;

  /** Of all lists that one reader reads: a name in memory is many times what it is on the wire. */
  public static final int MAX_NAMES_IN_ALL = 1024;

  /** A list of the longest names of all known implementations stays far below this. */
  public static final int MAX_NAME_LIST = 16 * 1024;

  /**
   * 16384-bit values are the largest that this implementation accepts anywhere; one byte for the
   * sign.
   */
  public static final int MAX_MPINT = 16384 / 8 + 1;

  /**
   * Bytes of text beyond ASCII that one reader decodes: text takes four times as much while it is
   * decoded (B1). No name and no banner comes near.
   */
  public static final int MAX_TEXT = 16 * 1024;

  private final byte[] buffer;
  private final int start;
  private final int end;
  private int position;
  private int namesLeft = MAX_NAMES_IN_ALL;
  private int textLeft = MAX_TEXT;

  public WireReader(byte[] buffer) {
    this(buffer, 0, buffer.length);
  }

  public WireReader(byte[] buffer, int offset, int length) {
    java.util.Objects.checkFromIndexSize(offset, length, buffer.length);
    this.buffer = buffer;
    this.start = offset;
    this.position = offset;
    this.end = offset + length;
  }

  public WireReader(Bytes bytes) {
    this(bytes.toArray());
  }

  public int remaining() {
    return end - position;
  }

  /** Index in the array of the next unread byte. */
  public int position() {
    return position;
  }

  public byte[] array() {
    return buffer;
  }

  /** What was read so far: exactly the bytes that a signature covers. */
  public Bytes consumed() {
    return Bytes.of(buffer, start, position - start);
  }

  /** An unsigned byte. */
  public int readByte() throws MalformedException {
    need(1);
    return buffer[position++] & 0xff;
  }

  /** RFC 4251 section 5: every value but 0 is true. */
  public boolean readBoolean() throws MalformedException {
    return readByte() != 0;
  }

  public long readUint32() throws MalformedException {
    need(4);
    long v =
        ((long) (buffer[position] & 0xff) << 24)
            | (buffer[position + 1] & 0xff) << 16
            | (buffer[position + 2] & 0xff) << 8
            | (buffer[position + 3] & 0xff);
    position += 4;
    return v;
  }

  /** The bits of an unsigned 64-bit number. */
  public long readUint64() throws MalformedException {
    return readUint32() << 32 | readUint32();
  }

  /** A fixed number of bytes, without a length before them. */
  public byte[] readRaw(int length) throws MalformedException {
    need(length);
    byte[] out = Arrays.copyOfRange(buffer, position, position + length);
    position += length;
    return out;
  }

  public void skip(int length) throws MalformedException {
    need(length);
    position += length;
  }

  /** Length of the string that follows; afterwards {@link #position} is at its first byte. */
  public int readStringLength() throws MalformedException {
    long length = readUint32();
    if (length > remaining()) {
      throw new MalformedException(
          "a string of " + length + " bytes where " + remaining() + " are left");
    }
    return (int) length;
  }

  public byte[] readString() throws MalformedException {
    return readRaw(readStringLength());
  }

  /** As {@link #readString}, with a limit of the caller's. */
  public byte[] readString(int limit) throws MalformedException {
    int length = readStringLength();
    if (length > limit) {
      throw new MalformedException("a string of " + length + " bytes; the limit is " + limit);
    }
    return readRaw(length);
  }

  public Bytes readBytes() throws MalformedException {
    int length = readStringLength();
    Bytes out = Bytes.of(buffer, position, length);
    position += length;
    return out;
  }

  /** All that is left. */
  public Bytes readRest() {
    Bytes out = Bytes.of(buffer, position, remaining());
    position = end;
    return out;
  }

  /** A reader over the string that follows, without a copy. */
  public WireReader readNested() throws MalformedException {
    int length = readStringLength();
    WireReader nested = new WireReader(buffer, position, length);
    position += length;
    return nested;
  }

  /**
   * A string that must be valid UTF-8 (RFC 3629): names, and all else that decides. Beyond ASCII at
   * most {@link #MAX_TEXT}.
   */
  public String readUtf8() throws MalformedException {
    int length = readStringLength();
    int from = position;
    position += length;
    if (isAscii(from, position)) {
      return new String(buffer, from, length, StandardCharsets.ISO_8859_1);
    }
    if (length > textLeft) {
      throw new MalformedException("text of " + length + " bytes; " + MAX_TEXT + " in all may be");
    }
    textLeft -= length;
    return decode(from, length);
  }

  /**
   * Text for people (RFC 4251 section 5 says UTF-8, not every peer sends it): what is no UTF-8 is
   * replaced, and what is beyond ASCII and {@link #MAX_TEXT} is left out. For nothing that decides
   * anything, and it is still to be made safe to print.
   */
  public String readText() throws MalformedException {
    int length = readStringLength();
    int from = position;
    position += length;
    if (isAscii(from, position)) {
      return new String(buffer, from, length, StandardCharsets.ISO_8859_1);
    }
    int kept = Math.min(length, textLeft);
    textLeft -= kept;
    return new String(buffer, from, kept, StandardCharsets.UTF_8);
  }

  private boolean isAscii(int from, int to) {
    for (int i = from; i < to; i++) {
      if (buffer[i] < 0) {
        return false;
      }
    }
    return true;
  }

  private String decode(int from, int length) throws MalformedException {
    try {
      return StandardCharsets.UTF_8
          .newDecoder()
          .decode(ByteBuffer.wrap(buffer, from, length))
          .toString();
    } catch (CharacterCodingException e) {
      throw new MalformedException("text is not UTF-8", e);
    }
  }

  /** An algorithm, method or request name: printable US-ASCII without comma or space. */
  public String readName() throws MalformedException {
    int length = readStringLength();
    // Extensions in use have names longer than the 64 characters of the RFC, so this is bounded
    // like text.
    if (length > 4 * MAX_NAME) {
      throw new MalformedException("a name of " + length + " characters");
    }
    for (int i = position; i < position + length; i++) {
      if (buffer[i] <= ' ' || buffer[i] == 0x7f || buffer[i] == ',') {
        throw new MalformedException("a name with the character " + (buffer[i] & 0xff));
      }
    }
    String name = new String(buffer, position, length, StandardCharsets.US_ASCII);
    position += length;
    return name;
  }

  /** RFC 4251 section 5: comma-separated names, none of them empty. */
  public List<String> readNameList() throws MalformedException {
    int length = readStringLength();
    if (length > MAX_NAME_LIST) {
      throw new MalformedException("a name-list of " + length + " bytes");
    }
    if (length == 0) {
      return List.of();
    }
    int names = 1;
    int inName = 0;
    for (int i = position; i < position + length; i++) {
      byte b = buffer[i];
      if (b == ',') {
        if (inName == 0) {
          throw new MalformedException("a name-list with an empty name");
        }
        names++;
        inName = 0;
      } else if (b <= ' ' || b == 0x7f) {
        throw new MalformedException("a name-list with the character " + (b & 0xff));
      } else if (++inName > MAX_NAME) {
        throw new MalformedException("a name of more than " + MAX_NAME + " characters");
      }
    }
    if (inName == 0) {
      throw new MalformedException("a name-list with an empty name");
    }
    if (names > MAX_NAMES || names > namesLeft) {
      throw new MalformedException("a name-list of " + names + " names");
    }
    namesLeft -= names;
    return split(length, names);
  }

  /** No more is allocated than the names themselves. */
  private List<String> split(int length, int count) {
    String[] names = new String[count];
    int end = position + length;
    for (int i = 0; i < count; i++) {
      int comma = position;
      while (comma < end && buffer[comma] != ',') {
        comma++;
      }
      names[i] = new String(buffer, position, comma - position, StandardCharsets.US_ASCII);
      position = comma + 1;
    }
    position = end;
    return List.of(names);
  }

  /** A signed number in its shortest form; any other form is refused (RFC 4251 section 5). */
  public BigInteger readMpint() throws MalformedException {
    int length = readStringLength();
    if (length > MAX_MPINT) {
      throw new MalformedException("an mpint of " + length + " bytes");
    }
    if (length == 0) {
      return BigInteger.ZERO;
    }
    byte first = buffer[position];
    boolean padded =
        length == 1
            ? first == 0
            : (first == 0 && buffer[position + 1] >= 0)
                || (first == -1 && buffer[position + 1] < 0);
    if (padded) {
      throw new MalformedException("an mpint with a needless leading byte");
    }
    BigInteger v = new BigInteger(buffer, position, length);
    position += length;
    return v;
  }

  /** An mpint that must not be negative. */
  public BigInteger readUnsignedMpint() throws MalformedException {
    BigInteger v = readMpint();
    if (v.signum() < 0) {
      throw new MalformedException("a negative mpint");
    }
    return v;
  }

  /** Refuses trailing bytes. */
  public void expectEnd() throws MalformedException {
    if (position != end) {
      throw new MalformedException(remaining() + " bytes after the last field");
    }
  }

  private void need(int length) throws MalformedException {
    if (length < 0 || length > end - position) {
      throw new MalformedException(length + " bytes wanted where " + remaining() + " are left");
    }
  }
}
