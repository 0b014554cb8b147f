package dev.aikagi.guards;

/**
 * Lines of one source file, and what stands in their place when the guard is taken out.
 *
 * @param type the class as the tables name it: {@code transport.PacketReader}
 */
record Change(String type, String snippet, String replacement) {
  /** The source without the guard; what is no longer there, or twice, is an error of the table. */
  String applyTo(String source) {
    String wanted = withoutSpace(snippet);
    StringBuilder dense = new StringBuilder(source.length());
    int[] places = new int[source.length()];
    for (int i = 0; i < source.length(); i++) {
      if (!Character.isWhitespace(source.charAt(i))) {
        places[dense.length()] = i;
        dense.append(source.charAt(i));
      }
    }
    int at = wanted.isEmpty() ? -1 : dense.indexOf(wanted);
    if (at < 0) {
      throw new TableException("not in " + type + ": " + snippet);
    }
    if (dense.indexOf(wanted, at + 1) >= 0) {
      throw new TableException("more than once in " + type + ": " + snippet);
    }
    if (withoutSpace(replacement).equals(wanted)) {
      throw new TableException("no change of " + type + ": " + snippet);
    }
    return source.substring(0, places[at])
        + replacement
        + source.substring(places[at + wanted.length() - 1] + 1);
  }

  /** The formatter may break lines anywhere: only what is not white space counts. */
  private static String withoutSpace(String text) {
    return text.replaceAll("\\s", "");
  }
}
