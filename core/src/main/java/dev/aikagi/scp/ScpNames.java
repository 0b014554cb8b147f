package dev.aikagi.scp;

import dev.aikagi.Bytes;

/** Names and paths, which are bytes. */
final class ScpNames {
  private ScpNames() {}

  /** Without slashes behind it, unless there is nothing else. */
  static Bytes withoutSlashes(Bytes path) {
    String text = ScpRecord.text(path);
    int end = text.length();
    while (end > 1 && text.charAt(end - 1) == '/') {
      end--;
    }
    return ScpRecord.bytes(text.substring(0, end));
  }

  static Bytes last(Bytes path) {
    String text = ScpRecord.text(path);
    return ScpRecord.bytes(text.substring(text.lastIndexOf('/') + 1));
  }

  static Bytes join(Bytes folder, Bytes name) {
    String text = ScpRecord.text(folder);
    return ScpRecord.bytes(text + (text.endsWith("/") ? "" : "/") + ScpRecord.text(name));
  }

  /**
   * Whether it names something in the folder that it is put into and nowhere else (CVE-2018-20685:
   * a "." changed the mode of the folder itself).
   */
  static boolean staysInFolder(Bytes name) {
    String text = ScpRecord.text(name);
    return !text.isEmpty()
        && text.indexOf('/') < 0
        && text.indexOf(0) < 0
        && !text.equals(".")
        && !text.equals("..");
  }

  /**
   * In one line, as vis(3) writes it: the protocol has no way to say a line feed. Only a text that
   * has one is changed at all.
   */
  static String oneLine(String text) {
    if (text.indexOf('\n') < 0) {
      return text;
    }
    StringBuilder out = new StringBuilder(text.length() + 2);
    for (int i = 0; i < text.length(); i++) {
      escape(out, text.charAt(i));
    }
    return out.toString();
  }

  private static void escape(StringBuilder out, char octet) {
    char c = (char) (octet & 0x7f);
    boolean high = octet > 0x7f;
    if (!high && (c == '\\')) {
      out.append("\\\\");
    } else if (!high && (c == '\t' || (c >= ' ' && c < 0x7f))) {
      out.append(c);
    } else if (c == ' ') {
      out.append("\\240");
    } else {
      out.append('\\').append(high ? "M" : "");
      if (c < ' ' || c == 0x7f) {
        out.append('^').append(c == 0x7f ? '?' : (char) (c + '@'));
      } else {
        out.append('-').append(c);
      }
    }
  }
}
