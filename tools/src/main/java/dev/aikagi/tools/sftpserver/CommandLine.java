package dev.aikagi.tools.sftpserver;

import dev.aikagi.posix.Syslog;
import dev.aikagi.sftp.SftpOperation;
import dev.aikagi.sftp.SftpServerOptions;
import dev.aikagi.tools.Getopt;
import dev.aikagi.tools.ServerLog;
import java.io.OutputStream;
import java.io.PrintStream;
import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;

/** What the words after the tool's name ask for. */
sealed interface CommandLine {
  /** -h, or something that is no option. */
  record ShowUsage() implements CommandLine {}

  /** -Q requests. */
  record ShowRequests() implements CommandLine {}

  /** What OpenSSH refuses on standard error. */
  record Refused(String reason) implements CommandLine {}

  /** Where the log goes. */
  record LogTo(boolean toErrors, Syslog.Facility facility, ServerLog.Level level) {
    ServerLog open() {
      return toErrors
          ? ServerLog.toStream(System.err, level)
          : ServerLog.toSyslog("sftp-server", facility, level);
    }
  }

  /**
   * The rest: to serve.
   *
   * @param root the folder that is all there is; empty where the whole system is served
   * @param start as it was given
   * @param fault what OpenSSH refuses in its log; empty where there is none
   */
  record Serve(
      SftpServerOptions options,
      Optional<String> root,
      Optional<String> start,
      OptionalInt umask,
      LogTo log,
      String fault)
      implements CommandLine {}

  /** In the order of OpenSSH: what it refuses is refused where it is met. */
  static CommandLine parse(List<String> words) {
    // getopt's own complaints go to a log that is not open yet.
    Getopt options =
        new Getopt(
            "C:d:f:l:P:p:Q:u:cehR", words, new PrintStream(OutputStream.nullOutputStream(), false));
    SftpServerOptions serve = SftpServerOptions.DEFAULT;
    Optional<String> root = Optional.empty();
    Optional<String> start = Optional.empty();
    OptionalInt umask = OptionalInt.empty();
    boolean toErrors = false;
    Syslog.Facility facility = Syslog.Facility.AUTH;
    ServerLog.Level level = ServerLog.Level.ERROR;
    String refused = "";
    String fault = "";
    boolean more = true;
    while (more && fault.isEmpty()) {
      switch (options.next()) {
        case Getopt.END -> more = false;
        // As a login shell it gets "-c command" and whatever else: none of it counts.
        case 'c' -> more = false;
        case 'R' -> serve = serve.withReadOnly(true);
        case 'e' -> toErrors = true;
        // Not OpenSSH's. The first holds: what sshd says of a session's root is not undone by an
        // option behind it, from the user's own authorized_keys perhaps.
        case 'C' -> root = root.or(() -> Optional.of(options.value()));
        case 'd' -> {
          start = Optional.of(options.value());
          fault = StartFolder.fault(options.value());
        }
        case 'l' -> {
          Optional<ServerLog.Level> named = ServerLog.Level.named(options.value());
          level = named.orElse(level);
          refused = named.isEmpty() ? "Unrecognized internal syslog level code -1" : refused;
        }
        case 'f' -> {
          Optional<Syslog.Facility> named = facility(options.value());
          facility = named.orElse(facility);
          refused = named.isEmpty() ? "Unrecognized internal syslog facility code -1" : refused;
        }
        case 'P' -> serve = serve.withDenied(operations(options.value()));
        case 'p' -> serve = serve.withAllowed(operations(options.value()));
        case 'u' -> {
          umask = octal(options.value());
          fault = umask.isEmpty() ? "Invalid umask \"" + options.value() + "\"" : "";
        }
        case 'Q' -> {
          return options.value().equalsIgnoreCase("requests")
              ? new ShowRequests()
              : new Refused("Invalid query type");
        }
        default -> {
          return new ShowUsage();
        }
      }
    }
    return refused.isEmpty()
        ? new Serve(serve, root, start, umask, new LogTo(toErrors, facility, level), fault)
        : new Refused(refused);
  }

  /** Names that are not known are passed over, as in OpenSSH. */
  private static Set<SftpOperation> operations(String list) {
    Set<SftpOperation> found = EnumSet.noneOf(SftpOperation.class);
    for (String name : list.split(",", -1)) {
      SftpOperation.named(name).ifPresent(found::add);
    }
    return found;
  }

  private static Optional<Syslog.Facility> facility(String name) {
    String upper = name.toUpperCase(Locale.ROOT);
    for (Syslog.Facility facility : Syslog.Facility.values()) {
      if (facility.name().equals(upper)) {
        return Optional.of(facility);
      }
    }
    return Optional.empty();
  }

  private static OptionalInt octal(String digits) {
    try {
      int mask = Integer.parseInt(digits, 8);
      return mask >= 0 && mask <= 0777 ? OptionalInt.of(mask) : OptionalInt.empty();
    } catch (NumberFormatException e) {
      return OptionalInt.empty();
    }
  }
}
