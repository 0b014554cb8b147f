package dev.aikagi.trust;

import org.jspecify.annotations.Nullable;

/** The options before a key, read from left to right. */
final class OptionText {
  private final String text;
  private int position;

  OptionText(String text) {
    this.text = text;
  }

  boolean atEnd() {
    return position == text.length();
  }

  int position() {
    return position;
  }

  void back(int to) {
    position = to;
  }

  /** Goes past this word, in letters of any case, where it stands next. */
  boolean takes(String term) {
    boolean here = text.regionMatches(true, position, term, 0, term.length());
    if (here) {
      position += term.length();
    }
    return here;
  }

  /** Only a backslash before a quote escapes; every other backslash stands for itself. */
  String quoted() throws OptionSyntaxException {
    if (position == text.length() || text.charAt(position) != '"') {
      throw new OptionSyntaxException("missing start quote");
    }
    StringBuilder out = new StringBuilder();
    for (int i = position + 1; i < text.length(); i++) {
      char c = text.charAt(i);
      if (c == '"') {
        position = i + 1;
        return out.toString();
      }
      if (c == '\\' && i + 1 < text.length() && text.charAt(i + 1) == '"') {
        i++;
        c = '"';
      }
      out.append(c);
    }
    throw new OptionSyntaxException("missing end quote");
  }

  static void once(String name, @Nullable Object before) throws OptionSyntaxException {
    if (before != null) {
      throw new OptionSyntaxException("multiple \"" + name + "\" clauses");
    }
  }

  /** What stands from here to the next comma, which is no option. */
  OptionSyntaxException unknown(int start) {
    int end = text.indexOf(',', start);
    return OptionSyntaxException.unknown(text.substring(start, end < 0 ? text.length() : end));
  }
}
