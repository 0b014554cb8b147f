package dev.aikagi.tools.ssh;

import dev.aikagi.tools.explain.Sed;
import dev.aikagi.tools.explain.Sh;
import java.util.ArrayList;
import java.util.List;

/** Commands for sh that change one line of a configuration file. */
final class ConfigEdit {
  private ConfigEdit() {}

  /** The line says something else. */
  static String replace(String file, int line, String text) {
    return Sed.command(file, Sed.whole(line, text));
  }

  /**
   * A block for one host in front of all others; what stood there first is for every host again.
   */
  static String firstHost(String file, String host, String setting) {
    String block = "1i Host " + host + "\\n    " + setting.replace("\\", "\\\\") + "\\nMatch all";
    return Sed.command(file, block);
  }

  /** A block for one host at the end of the file; ssh takes the first value that it meets. */
  static String addHost(String file, String host, String... settings) {
    List<String> words = new ArrayList<>(List.of("printf", "%s\\n", "", "Host " + host));
    for (String setting : settings) {
      words.add("    " + setting);
    }
    // A file that others may write is one that ssh refuses.
    return "umask 077; " + Sh.line(words) + " >> " + Sh.word(file);
  }
}
