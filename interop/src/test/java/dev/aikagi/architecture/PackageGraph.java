package dev.aikagi.architecture;

import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;

/** Which package of the library may use which: the whole list, one row each. */
final class PackageGraph {
  /** The façades use everything below them, and never each other. */
  private static final String[] BELOW_THE_FACADES = {
    "algorithm",
    "wire",
    "message",
    "crypto",
    "key",
    "kex",
    "transport",
    "auth",
    "kerberos",
    "connection",
    "forward",
    "pattern",
    "trust",
    "agent",
    "sftp",
    "scp",
    "config"
  };

  /** Names are below {@code dev.aikagi}; every package may also use {@code dev.aikagi} itself. */
  static final Map<String, Set<String>> ALLOWED =
      Map.ofEntries(
          row("algorithm"),
          row("wire"),
          row("message", "wire"),
          row("crypto", "algorithm", "wire"),
          row("key", "wire", "crypto"),
          row("kex", "algorithm", "wire", "message", "crypto", "key"),
          row("transport", "algorithm", "wire", "kex", "message", "crypto", "key"),
          row("auth", "wire", "transport", "message", "key", "trust"),
          row("kerberos", "auth"),
          row("connection", "wire", "transport", "message"),
          row("forward", "connection", "transport", "wire"),
          row("pattern"),
          row("trust", "key", "crypto", "pattern"),
          // Who may certify a host is decided where it is decided for known_hosts.
          row("agent", "wire", "key", "pattern", "trust"),
          row("sftp", "wire"),
          // Above the client: what an sftp:// URI names is connected to.
          row("sftp.nio", "sftp", "client", "auth", "connection", "kex"),
          row("scp", "sftp"),
          row("config", "pattern"),
          row("client", BELOW_THE_FACADES),
          row("server", BELOW_THE_FACADES));

  private PackageGraph() {}

  private static Map.Entry<String, Set<String>> row(String name, String... mayUse) {
    return Map.entry(name, Set.of(mayUse));
  }

  /** The graph as it is, one line for each package. */
  static String text() {
    return Modules.packages().stream()
        .map(
            name ->
                "%-24s %s %s"
                    .formatted(
                        shortName(name), Modules.exported().contains(name) ? "x" : " ", uses(name)))
        .map(String::stripTrailing)
        .collect(Collectors.joining("\n"));
  }

  private static String uses(String name) {
    Set<String> used =
        Modules.usedBy(name).stream()
            .filter(other -> !other.equals(Modules.ROOT))
            .map(PackageGraph::shortName)
            .collect(Collectors.toCollection(TreeSet::new));
    return used.isEmpty() ? "" : "→ " + String.join(", ", used);
  }

  static String shortName(String name) {
    return name.equals(Modules.ROOT) ? "(root)" : name.substring(Modules.ROOT.length() + 1);
  }
}
