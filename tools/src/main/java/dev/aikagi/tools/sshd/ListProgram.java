package dev.aikagi.tools.sshd;

import dev.aikagi.Bytes;
import dev.aikagi.Reason;
import dev.aikagi.config.ConfigException;
import dev.aikagi.config.Tokens;
import dev.aikagi.posix.Descriptor;
import dev.aikagi.posix.ExitStatus;
import dev.aikagi.posix.OwnThread;
import dev.aikagi.posix.Pipes;
import dev.aikagi.posix.Signals;
import dev.aikagi.posix.User;
import dev.aikagi.tools.ServerLog;
import dev.aikagi.tools.sshd.session.ProgramStart;
import dev.aikagi.trust.FileModeReason;
import dev.aikagi.trust.FileModes;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;

/**
 * A program of the administrator's that prints a list for one user: AuthorizedKeysCommand or
 * AuthorizedPrincipalsCommand. It runs as the user that is configured beside it, with exactly that
 * user's groups (CVE-2021-41617). Whatever goes wrong, there is no list.
 *
 * @param keyword the name of the keyword, for the log
 * @param tokens what stands for what in its arguments
 * @param alone what it gets where it is configured without arguments; nothing where empty
 */
record ListProgram(
    UserKeys keys,
    String keyword,
    String command,
    String userName,
    Tokens tokens,
    Optional<String> alone) {
  private static final int MAX_OUTPUT = 1 << 20;
  private static final int MAX_ERRORS = 16 << 10;
  private static final long DEADLINE_SECONDS = 60;
  private static final Path ROOT = Path.of("/");
  private static final ScheduledExecutorService DEADLINES =
      Executors.newSingleThreadScheduledExecutor(
          work -> Thread.ofPlatform().daemon().name("deadlines").unstarted(work));

  /** What came of it. */
  sealed interface Output {
    record Text(Bytes text) implements Output {}

    record Failed(List<Reason> reasons) implements Output {}
  }

  Output output() {
    try {
      List<String> argv = arguments();
      Path program = Path.of(argv.getFirst());
      List<FileModeReason> faults = faults(program);
      if (!faults.isEmpty()) {
        return new Output.Failed(List.copyOf(faults));
      }
      if (!program.isAbsolute()) {
        throw new IOException("it is not an absolute path");
      }
      return new Output.Text(Bytes.of(OwnThread.call(keyword, () -> run(argv))));
    } catch (IOException | RuntimeException e) {
      keys.log().error(keyword + " " + command + " failed: " + ServerLog.why(e));
      return new Output.Failed(
          List.of(new LoginRefusal.CommandFailed(keyword, command, ServerLog.why(e))));
    }
  }

  /** Whoever can write to the program decides who logs in. */
  static List<FileModeReason> faults(Path program) {
    return FileModes.strictModes(program, ROOT, 0, "root", new UserKeys.Attributes(true));
  }

  /** Split first and expanded then, so that no value becomes two arguments or an option. */
  private List<String> arguments() throws ConfigException {
    List<String> words = split(command);
    if (words.isEmpty()) {
      throw new ConfigException("no command");
    }
    List<String> argv = new ArrayList<>(List.of(words.getFirst()));
    for (String word : words.subList(1, words.size())) {
      argv.add(tokens.expand(word));
    }
    if (words.size() == 1) {
      alone.ifPresent(argv::add);
    }
    return argv;
  }

  /** Blanks separate; quotes of both kinds hold together; a backslash quotes the next of those. */
  static List<String> split(String text) throws ConfigException {
    List<String> words = new ArrayList<>();
    StringBuilder word = new StringBuilder();
    boolean inWord = false;
    char quote = 0;
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      boolean escapes =
          c == '\\' && i + 1 < text.length() && "\"'\\ ".indexOf(text.charAt(i + 1)) >= 0;
      if (escapes) {
        word.append(text.charAt(++i));
        inWord = true;
      } else if (quote == 0 && (c == '"' || c == '\'')) {
        quote = c;
        inWord = true;
      } else if (quote != 0 && c == quote) {
        quote = 0;
      } else if (quote == 0 && (c == ' ' || c == '\t')) {
        if (inWord) {
          words.add(word.toString());
          word.setLength(0);
          inWord = false;
        }
      } else {
        word.append(c);
        inWord = true;
      }
    }
    if (quote != 0) {
      throw new ConfigException("unbalanced quotes");
    }
    if (inWord) {
      words.add(word.toString());
    }
    return words;
  }

  private byte[] run(List<String> argv) throws IOException {
    User user =
        User.named(userName)
            .orElseThrow(() -> new IOException("there is no user \"" + userName + "\""));
    if (!Files.isExecutable(Path.of(argv.getFirst()))) {
      throw new IOException(argv.getFirst() + " cannot be run");
    }
    ProgramStart start =
        new ProgramStart(
            argv.getFirst(),
            argv.stream().map(Bytes::utf8).toList(),
            environment(user),
            ROOT,
            user.credentials());
    RunningProgram child = keys.starter().start(start, Optional.empty());
    // Whoever does not end in time is ended, whatever he waits for.
    Future<?> deadline = DEADLINES.schedule(() -> kill(child), DEADLINE_SECONDS, TimeUnit.SECONDS);
    try (Pipes pipes = child.pipes().orElseThrow()) {
      pipes.input().close();
      // A pipe that nobody reads fills, and the program would wait for ever.
      Thread.ofPlatform()
          .daemon()
          .name("a list program's errors")
          .start(() -> tell(pipes.errors()));
      byte[] text = output(pipes.output());
      check(child.waitFor().orElseThrow(() -> new IOException("how it ended is not known")));
      return text;
    } finally {
      var _ = deadline.cancel(false);
    }
  }

  /** Nothing of the server's own but its language. */
  private static Map<String, Bytes> environment(User user) {
    Map<String, Bytes> variables = new LinkedHashMap<>();
    variables.put("PATH", Bytes.utf8(SessionEnvironment.PATH));
    variables.put("USER", Bytes.utf8(user.name()));
    variables.put("LOGNAME", Bytes.utf8(user.name()));
    variables.put("HOME", Bytes.utf8(user.home().toString()));
    Optional.ofNullable(System.getenv("LANG")).ifPresent(l -> variables.put("LANG", Bytes.utf8(l)));
    return variables;
  }

  private void kill(RunningProgram child) {
    // Where it cannot be ended, it is no longer waited for.
    child.pipes().ifPresent(Pipes::close);
    try {
      child.signalGroup(Signals.SIGKILL);
    } catch (IOException e) {
      keys.log().error(keyword + ": " + ServerLog.why(e));
    }
  }

  /** What it complains of, as far as anybody reads on; the rest is thrown away. */
  private void tell(Descriptor errors) {
    byte[] piece = new byte[4096];
    int told = 0;
    try {
      for (int n; (n = errors.read(piece, 0, piece.length)) >= 0; told += n) {
        if (told < MAX_ERRORS) {
          String text = new String(piece, 0, n, StandardCharsets.UTF_8);
          text.lines().forEach(l -> keys.log().debug(keyword + " says " + l));
        }
      }
    } catch (IOException e) {
      keys.log().log(ServerLog.Level.DEBUG3, keyword + ": " + ServerLog.why(e));
    }
  }

  private static byte[] output(Descriptor from) throws IOException {
    ByteArrayOutputStream all = new ByteArrayOutputStream();
    byte[] piece = new byte[4096];
    for (int n; (n = from.read(piece, 0, piece.length)) >= 0; ) {
      all.write(piece, 0, n);
      if (all.size() > MAX_OUTPUT) {
        throw new IOException("it prints too much");
      }
    }
    return all.toByteArray();
  }

  private static void check(ExitStatus status) throws IOException {
    if (!status.equals(new ExitStatus.Exited(0))) {
      throw new IOException(
          switch (status) {
            case ExitStatus.Exited exited -> "it ended with exit status " + exited.code();
            case ExitStatus.Signalled by -> "it was ended by signal " + by.signalName();
          });
    }
  }
}
