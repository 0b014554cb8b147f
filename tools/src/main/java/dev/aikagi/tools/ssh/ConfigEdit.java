package dev.aikagi.tools.ssh;

import dev.aikagi.tools.explain.Sh;
import java.util.ArrayList;
import java.util.List;

/** Commands for sh that change one line of a configuration file. */
final class ConfigEdit {
  private ConfigEdit() {}

  /** The line stays there as a comment. */
  static String comment(String file, int line) {
    return Sh.line("sed", "-i", line + "s/^/#/", file);
  }

  /** The line says something else. */
  static String replace(String file, int line, String text) {
    String escaped = text.replace("\\", "\\\\").replace("|", "\\|").replace("&", "\\&");
    return Sh.line("sed", "-i", line + "s|.*|" + escaped + "|", file);
  }

  /** Something more at the end of the line. */
  static String append(String file, int line, String text) {
    return Sh.line("sed", "-i", line + "s|[[:space:]]*$|" + text + "|", file);
  }

  /** A block for one host at the end of the file; ssh takes the first value that it meets. */
  static String addHost(String file, String host, String... settings) {
    List<String> words = new ArrayList<>(List.of("printf", "%s\\n", "", "Host " + host));
    for (String setting : settings) {
      words.add("    " + setting);
    }
    return Sh.line(words) + " >> " + Sh.word(file);
  }
}
