package dev.aikagi.sftp.nio;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.CharsetDecoder;
import java.nio.charset.CoderResult;
import java.nio.charset.StandardCharsets;
import java.nio.file.InvalidPathException;

/**
 * Names are bytes, and a {@link java.nio.file.Path} shows characters: those of UTF-8. A byte that
 * is no UTF-8 is shown as a lone surrogate, U+DC80 to U+DCFF (the surrogateescape of Python's PEP
 * 383), so that a text made of a name leads back to the same name.
 */
final class NameText {
  private static final int ESCAPE = 0xdc00;

  private NameText() {}

  static String decode(byte[] name) {
    CharsetDecoder decoder = StandardCharsets.UTF_8.newDecoder();
    ByteBuffer in = ByteBuffer.wrap(name);
    CharBuffer out = CharBuffer.allocate(name.length);
    CoderResult result = decoder.decode(in, out, true);
    while (result.isError()) {
      for (int i = 0; i < result.length(); i++) {
        out.put((char) (ESCAPE | (in.get() & 0xff)));
      }
      result = decoder.decode(in, out, true);
    }
    return out.flip().toString();
  }

  /**
   * The bytes that the text stands for.
   *
   * @throws InvalidPathException for NUL, and surrogates that are neither a pair nor such a byte
   */
  static byte[] encode(String text) {
    ByteArrayOutputStream out = new ByteArrayOutputStream(text.length() + 16);
    for (int i = 0; i < text.length(); i += Character.charCount(text.codePointAt(i))) {
      int c = text.codePointAt(i);
      if (c == 0) {
        throw new InvalidPathException(text, "a name cannot have NUL", i);
      }
      if (c < 0x80 || (c >= ESCAPE + 0x80 && c <= ESCAPE + 0xff)) {
        out.write(c);
      } else if (c >= Character.MIN_SURROGATE && c <= Character.MAX_SURROGATE) {
        throw new InvalidPathException(text, "half of a surrogate pair", i);
      } else {
        out.writeBytes(Character.toString(c).getBytes(StandardCharsets.UTF_8));
      }
    }
    return out.toByteArray();
  }
}
