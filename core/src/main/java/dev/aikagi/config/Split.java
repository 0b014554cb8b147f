package dev.aikagi.config;

import java.util.ArrayList;
import java.util.List;

/** Lists in one text. */
final class Split {
  private Split() {}

  /** What stands between separators, empty texts included. */
  static List<String> at(char separator, String text) {
    List<String> parts = new ArrayList<>();
    int start = 0;
    for (int end = text.indexOf(separator); end >= 0; end = text.indexOf(separator, start)) {
      parts.add(text.substring(start, end));
      start = end + 1;
    }
    parts.add(text.substring(start));
    return parts;
  }
}
