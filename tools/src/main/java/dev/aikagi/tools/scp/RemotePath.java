package dev.aikagi.tools.scp;

import dev.aikagi.tools.files.Paths;
import dev.aikagi.tools.files.Pattern;

/**
 * A path of a server's as it was typed, in octets. What "~user" at its start means is the server's
 * to say, and no more than that: with all of the path it could choose the name that a copy gets
 * here (CVE-2019-6111).
 */
record RemotePath(String typed) {
  /** "~user" at its start, which the server is asked about; empty if there is none. */
  String user() {
    int slash = typed.indexOf('/');
    String first = slash < 0 ? typed : typed.substring(0, slash);
    return first.length() > 1 && first.startsWith("~") ? first : "";
  }

  /**
   * The path to ask for.
   *
   * @param home what the server makes of the user; of no use without one
   */
  String path(String home) {
    String user = user();
    if (!user.isEmpty()) {
      return home + typed.substring(user.length());
    }
    if (typed.isEmpty() || typed.equals("~")) {
      return "."; // The folder that the server begins in.
    }
    if (typed.startsWith("~/")) {
      String rest = typed.replaceFirst("^~/+", "");
      return rest.isEmpty() ? "." : rest;
    }
    return typed;
  }

  /** The same as a pattern, in which only what was typed has wildcards. */
  String pattern(String home) {
    return path(Pattern.quote(home));
  }

  /**
   * The name in a folder here of a copy of what was found; of "~user" alone it is the user's name.
   *
   * @param found its path there
   */
  String copyName(String found) {
    String user = user();
    String rest = typed.substring(user.length());
    return !user.isEmpty() && rest.matches("[/.]*") && !rest.contains("..")
        ? user.substring(1)
        : name(found);
  }

  /** As basename(3), where ".." is what is in it. */
  static String name(String path) {
    String name = Paths.lastName(path);
    return name.equals("..") ? "." : name;
  }
}
