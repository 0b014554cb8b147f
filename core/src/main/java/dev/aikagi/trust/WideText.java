package dev.aikagi.trust;

/** UTF-16, as some editors of Windows save it: every second byte of it is NUL. */
final class WideText {
  private WideText() {}

  static boolean is(byte[] text) {
    if (text.length < 4) {
      return false;
    }
    int mark = (text[0] & 0xff) << 8 | (text[1] & 0xff);
    boolean zeroSecond = text[1] == 0 && text[3] == 0 && text[0] != 0;
    boolean zeroFirst = text[0] == 0 && text[2] == 0 && text[1] != 0;
    return mark == 0xfffe || mark == 0xfeff || zeroSecond || zeroFirst;
  }

  static java.nio.charset.Charset charset(byte[] text) {
    int mark = (text[0] & 0xff) << 8 | (text[1] & 0xff);
    if (mark == 0xfffe || mark == 0xfeff) {
      return java.nio.charset.StandardCharsets.UTF_16;
    }
    return text[0] == 0
        ? java.nio.charset.StandardCharsets.UTF_16BE
        : java.nio.charset.StandardCharsets.UTF_16LE;
  }
}
