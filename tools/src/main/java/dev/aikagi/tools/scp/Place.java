package dev.aikagi.tools.scp;

import dev.aikagi.tools.Fatal;
import dev.aikagi.tools.files.Target;
import java.util.Optional;

/** A source or a target, as the command line names it. */
sealed interface Place {
  String SCHEME = "scp://";

  record Local(String path) implements Place {}

  /**
   * On another host.
   *
   * @param path where nothing is said, "."
   */
  record Remote(Target target, String path) implements Place {}

  /**
   * Reads it; empty if it is malformed.
   *
   * @throws Fatal if ssh would take it for an option
   */
  static Optional<Place> parse(String text) throws Fatal {
    boolean uri = text.startsWith(SCHEME);
    if (!uri && Target.colon(text) < 0) {
      return Optional.of(new Local(text));
    }
    Optional<Target> target =
        uri ? Target.uri(text.substring(SCHEME.length())) : Target.plain(text);
    if (target.isEmpty()) {
      return Optional.empty();
    }
    if (target.get().host().startsWith("-") || target.get().user().orElse("").startsWith("-")) {
      // What ssh would take for an option (CVE-2017-1000117 and its kind). OpenSSH's leaves it to
      // ssh, and with -S to a program that nobody knows.
      throw new Fatal("hostname contains invalid characters");
    }
    return Optional.of(new Remote(target.get(), target.get().path().orElse(".")));
  }
}
