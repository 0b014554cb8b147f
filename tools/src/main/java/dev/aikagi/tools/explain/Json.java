package dev.aikagi.tools.explain;

import java.util.List;
import java.util.Map;

/** JSON (RFC 8259) of maps, lists, texts, numbers and truth values; two blanks for each depth. */
public final class Json {
  private final StringBuilder out = new StringBuilder();

  private Json() {}

  public static String of(Object value) {
    Json json = new Json();
    json.value(value, 0);
    return json.out.append('\n').toString();
  }

  private void value(Object value, int depth) {
    switch (value) {
      case Map<?, ?> map -> {
        out.append('{');
        String separator = "";
        for (Map.Entry<?, ?> entry : map.entrySet()) {
          next(separator, depth);
          quoted(String.valueOf(entry.getKey()));
          out.append(": ");
          value(entry.getValue(), depth + 1);
          separator = ",";
        }
        end('}', map.isEmpty(), depth);
      }
      case List<?> list -> {
        out.append('[');
        String separator = "";
        for (Object element : list) {
          next(separator, depth);
          value(element, depth + 1);
          separator = ",";
        }
        end(']', list.isEmpty(), depth);
      }
      case Number number -> out.append(number);
      case Boolean truth -> out.append(truth);
      default -> quoted(String.valueOf(value));
    }
  }

  private void next(String separator, int depth) {
    out.append(separator).append('\n').append("  ".repeat(depth + 1));
  }

  private void end(char bracket, boolean empty, int depth) {
    if (!empty) {
      out.append('\n').append("  ".repeat(depth));
    }
    out.append(bracket);
  }

  private void quoted(String text) {
    out.append('"');
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      if (c == '"' || c == '\\') {
        out.append('\\').append(c);
      } else if (c < ' '
          || Character.isISOControl(c)
          || (Character.isSurrogate(c) && !paired(text, i))) {
        // Half of a pair is no character: a reader of UTF-8 would refuse it.
        out.append(String.format("\\u%04x", (int) c));
      } else {
        out.append(c);
      }
    }
    out.append('"');
  }

  private static boolean paired(String text, int at) {
    char c = text.charAt(at);
    return Character.isHighSurrogate(c)
        ? at + 1 < text.length() && Character.isLowSurrogate(text.charAt(at + 1))
        : at > 0 && Character.isHighSurrogate(text.charAt(at - 1));
  }
}
