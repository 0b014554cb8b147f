package dev.aikagi.tools.ssh;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/**
 * Names that try to be more than a name: what a shell or getopt could take for syntax, at every
 * position, around a command that makes a file appear.
 */
final class HostileCorpus {
  /** What opens or separates something in a shell, and what closes it. */
  private static final List<List<String>> SYNTAX =
      List.of(
          List.of("$(", ")"),
          List.of("`", "`"),
          List.of("${x:-$(", ")}"),
          List.of(";", ";"),
          List.of("|", "|"),
          List.of("||", "||"),
          List.of("&", "&"),
          List.of("&&", "&&"),
          List.of("\n", "\n"),
          List.of("\r", "\r"),
          List.of("\t", "\t"),
          List.of("'", "'"),
          List.of("\"", "\""),
          List.of("';", ";'"),
          List.of("\";", ";\""),
          List.of("'$(", ")'"),
          List.of("\"$(", ")\""),
          List.of("\\;", ";\\"),
          List.of("\\", "\\"),
          List.of("<(", ")"),
          List.of(">(", ")"),
          List.of("{", "}"),
          List.of("(", ")"),
          List.of("\u0001", "\u007f"),
          List.of("-", ""),
          List.of("-oProxyCommand=", ""),
          List.of(" -oProxyCommand=", ""));

  /** Where the syntax and the command stand within the name. */
  private static final List<String> POSITIONS =
      List.of("<P>", "a<P>", "<P>b", "a<P>b", "a.b-<P>.c", "%h<P>", "a <P>");

  private HostileCorpus() {}

  /** The names for a file that must not appear. */
  static List<String> names(String canary) {
    Set<String> names = new LinkedHashSet<>();
    for (List<String> syntax : SYNTAX) {
      for (String command : List.of("touch " + canary, "touch${IFS}" + canary, ">" + canary)) {
        String payload = syntax.getFirst() + command + syntax.getLast();
        for (String position : POSITIONS) {
          names.add(position.replace("<P>", payload));
        }
      }
    }
    return new ArrayList<>(names);
  }

  /** Every octet as a URI writes it. */
  static String percentEncoded(String name) {
    StringBuilder out = new StringBuilder();
    for (byte b : name.getBytes(StandardCharsets.UTF_8)) {
      out.append(String.format("%%%02x", b & 0xff));
    }
    return out.toString();
  }
}
