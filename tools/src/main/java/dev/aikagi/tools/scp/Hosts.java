package dev.aikagi.tools.scp;

import dev.aikagi.posix.Signals;
import dev.aikagi.tools.Exit;
import dev.aikagi.tools.Fatal;
import dev.aikagi.tools.Octets;
import dev.aikagi.tools.files.Connection;
import dev.aikagi.tools.files.Output;
import dev.aikagi.tools.files.ProgramConnection;
import dev.aikagi.tools.files.Shown;
import dev.aikagi.tools.files.SshConnection;
import dev.aikagi.tools.files.Target;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;

/**
 * Starts programs on other hosts. Where a signal ends this one, what was started here is ended with
 * it; what runs there ends with its connection.
 */
final class Hosts {
  private static final Duration LAST_WORDS = Duration.ofMillis(500);

  private final CommandLine line;
  private final Output out;
  private final List<Connection> open = new ArrayList<>();

  Hosts(CommandLine line, Output out) {
    this.line = line;
    this.out = out;
    for (String name : List.of("HUP", "TERM", "INT")) {
      Signals.handle(name, this::die);
    }
  }

  private void die() {
    synchronized (open) {
      open.forEach(Connection::kill);
    }
    Runtime.getRuntime().halt(Exit.FAILURE);
  }

  /** A server of SFTP. */
  Connection sftp(Target target) throws Fatal {
    if (line.server().isPresent()) {
      return opened(ProgramConnection.start(line.server().get(), List.of()));
    }
    List<String> words = words(line.forSsh(), target);
    words.addAll(words.size(), List.of("-s", "--", Octets.text(target.host()), "sftp"));
    trace(target, "sftp");
    return opened(
        line.program().isPresent()
            ? ProgramConnection.start(line.program().get(), octets(words))
            : SshConnection.start(words));
  }

  /**
   * A command, for the shell that is there.
   *
   * @param more options of ssh's
   */
  Connection command(Target target, String command, String... more) throws Fatal {
    List<String> options = new ArrayList<>(line.forSsh());
    options.addAll(List.of(more));
    return started(target, words(options, target), List.of(command));
  }

  /** The program scp with arguments of its own (-R). */
  Connection direct(Target target, List<String> command) throws Fatal {
    return started(target, words(line.forDirect(), target), command);
  }

  private Connection started(Target target, List<String> words, List<String> parts) throws Fatal {
    String command = String.join(" ", parts);
    words.addAll(List.of("--", Octets.text(target.host())));
    trace(target, command);
    if (line.program().isPresent()) {
      List<String> all = new ArrayList<>(octets(words));
      all.addAll(parts);
      return opened(ProgramConnection.start(line.program().get(), all));
    }
    return opened(SshConnection.start(words, Optional.of(Octets.bytes(command))));
  }

  private static List<String> octets(List<String> words) {
    return words.stream().map(Octets::ofText).toList();
  }

  private List<String> words(List<String> options, Target target) {
    List<String> words = new ArrayList<>(options);
    OptionalInt port = target.port().isPresent() ? target.port() : line.port();
    port.ifPresent(p -> words.addAll(List.of("-p", Integer.toString(p))));
    target.user().ifPresent(u -> words.addAll(List.of("-l", Octets.text(u))));
    return words;
  }

  private void trace(Target target, String command) {
    if (line.verbose()) {
      out.note(
          "Executing: program "
              + line.program().orElse("ssh")
              + " host "
              + Shown.of(target.host())
              + ", user "
              + target.user().map(Shown::of).orElse("(unspecified)")
              + ", command "
              + Shown.of(command));
    }
  }

  private Connection opened(Connection connection) {
    synchronized (open) {
      open.add(connection);
    }
    return connection;
  }

  /** Ends it: what it has to say is of no use any more, except why it failed. */
  void kill(Connection connection) {
    synchronized (open) {
      open.remove(connection);
    }
    connection.awaitEnd(LAST_WORDS);
    connection.kill();
  }

  /** Ends it. True if its program says that all went well. */
  boolean end(Connection connection) {
    synchronized (open) {
      open.remove(connection);
    }
    return connection.finish() == Exit.OK;
  }
}
