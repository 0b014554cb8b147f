package dev.aikagi.interop.config;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/** What a program said about a file: its messages, its exit status and its values by keyword. */
record Dump(int status, String messages, Map<String, List<String>> values) {
  /**
   * Keywords that OpenSSH 10.5 has and 9.2 has not, that depend on how Debian built 9.2, or whose
   * default differs between the two: algorithm lists, the default keys, and what is named here.
   */
  private static final Set<String> LATER_OR_BUILT_OTHERWISE =
      Set.of(
          "warnweakcrypto",
          "obscurekeystroketiming",
          "refuseconnection",
          "sshdsessionpath",
          "sshdauthpath",
          "persourcepenaltyexemptlist",
          "persourcepenalties",
          "channeltimeout",
          "pamservicename",
          "forwardx11trusted",
          "revokedkeys",
          "ciphers",
          "macs",
          "kexalgorithms",
          "hostkeyalgorithms",
          "hostbasedacceptedalgorithms",
          "casignaturealgorithms",
          "pubkeyacceptedalgorithms");

  /** Values that mean the same, or are the two releases' defaults. */
  private static final Map<String, String> SAME =
      Map.of(
          "permitrootlogin without-password",
          "prohibit-password",
          "ipqos lowdelay throughput",
          "ef none");

  static Dump of(int status, String messages, List<String> lines) {
    Map<String, List<String>> values = new TreeMap<>();
    for (String line : lines) {
      int space = line.indexOf(' ');
      String keyword = space < 0 ? line : line.substring(0, space);
      String value = SAME.getOrDefault(line, line.substring(space + 1));
      boolean defaultKey = keyword.equals("identityfile") && value.startsWith("~/.ssh/id_");
      if (!defaultKey && isComparable(keyword)) {
        values.computeIfAbsent(keyword, k -> new ArrayList<>()).add(value);
      }
    }
    return new Dump(status, messages.strip(), values);
  }

  private static boolean isComparable(String keyword) {
    return !LATER_OR_BUILT_OTHERWISE.contains(keyword)
        && !keyword.startsWith("gssapi")
        && !keyword.startsWith("kerberos");
  }

  /** What differs, in words; empty where nothing does. */
  String differenceTo(Dump theirs) {
    StringBuilder out = new StringBuilder();
    if (status != theirs.status || !messages.equals(theirs.messages)) {
      out.append("\n  ours:   ").append(status).append(' ').append(messages);
      out.append("\n  theirs: ").append(theirs.status).append(' ').append(theirs.messages);
    }
    Set<String> keywords = new java.util.TreeSet<>(values.keySet());
    keywords.addAll(theirs.values.keySet());
    for (String keyword : keywords) {
      List<String> a = values.getOrDefault(keyword, List.of());
      List<String> b = theirs.values.getOrDefault(keyword, List.of());
      if (!a.equals(b)) {
        out.append("\n  ").append(keyword).append(": ours ").append(a).append(" theirs ").append(b);
      }
    }
    return out.toString();
  }
}
