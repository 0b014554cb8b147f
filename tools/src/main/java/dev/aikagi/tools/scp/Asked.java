package dev.aikagi.tools.scp;

import dev.aikagi.Bytes;
import dev.aikagi.tools.Octets;
import dev.aikagi.tools.files.Glob;
import dev.aikagi.tools.files.Paths;
import dev.aikagi.tools.files.Pattern;
import java.io.IOException;
import java.util.List;
import java.util.function.Predicate;

/**
 * The names that a server of the old protocol may send: those that the path which was asked for can
 * mean (CVE-2019-6111). A name that begins with a dot needs one in the pattern, as with the shell
 * there; OpenSSH takes it without. What that shell may make of "$" and the like nobody here knows:
 * then -T is needed, as with OpenSSH's. Of folders OpenSSH takes any name; here it is one that was
 * asked for wherever what was asked for says one.
 */
final class Asked implements Predicate<Bytes> {
  /** What the shell there makes something else of. */
  private static final String SHELL = "$'\"`";

  private final List<String> patterns;

  private Asked(List<String> patterns) {
    this.patterns = patterns;
  }

  /**
   * Of a path as it was typed.
   *
   * @param folders also a folder, whose name its path need not say
   */
  static Predicate<Bytes> of(String path, boolean folders) throws IOException {
    List<String> names = Glob.alternatives(path).stream().map(Asked::last).toList();
    if (folders && names.stream().anyMatch(Asked::saysNothing)) {
      return _ -> true;
    }
    return new Asked(names);
  }

  private static String last(String path) {
    return path.endsWith("/") && path.chars().allMatch(c -> c == '/') ? "" : Paths.lastName(path);
  }

  private static boolean saysNothing(String name) {
    return name.isEmpty()
        || name.equals(".")
        || name.equals("..")
        || name.startsWith("~")
        || name.chars().anyMatch(c -> SHELL.indexOf(c) >= 0);
  }

  @Override
  public boolean test(Bytes name) {
    String octets = Octets.of(name);
    return patterns.stream().anyMatch(p -> p.equals(octets) || new Pattern(p).matches(octets));
  }
}
