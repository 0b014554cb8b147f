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
 * then -T is needed, as with OpenSSH's.
 */
final class Asked implements Predicate<Bytes> {
  private final List<String> patterns;

  private Asked(List<String> patterns) {
    this.patterns = patterns;
  }

  /** Of a path as it was typed. */
  static Asked of(String path) throws IOException {
    return new Asked(Glob.alternatives(path).stream().map(Paths::lastName).toList());
  }

  @Override
  public boolean test(Bytes name) {
    String octets = Octets.of(name);
    return patterns.stream().anyMatch(p -> p.equals(octets) || new Pattern(p).matches(octets));
  }
}
