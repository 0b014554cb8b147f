package dev.aikagi.tools.inventory;

import dev.aikagi.key.FileFault;
import dev.aikagi.transport.Timer;
import java.io.BufferedReader;
import java.io.File;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.Reader;
import java.nio.channels.Channels;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The last login with each key, as sshd's log has it. */
final class LoginLog {
  /** Of a file; the end of it where it is larger. */
  private static final long MAX_FILE = 256L << 20;

  private static final Duration PATIENCE = Duration.ofSeconds(20);

  private final Clock clock;
  private final Map<String, LogLine> last = new HashMap<>();

  private LoginLog(Clock clock) {
    this.clock = clock;
  }

  /** The log that somebody named. */
  static LoginLog of(Path file, Clock clock) throws IOException {
    LoginLog log = new LoginLog(clock);
    log.readFile(file);
    return log;
  }

  /** That of the system; empty where none can be read. */
  static Optional<LoginLog> ofSystem(Surroundings system) {
    LoginLog log = new LoginLog(system.clock());
    for (Path file : system.logs()) {
      if (log.couldRead(file)) {
        return Optional.of(log);
      }
    }
    for (Path program : system.journal()) {
      if (Files.isExecutable(program)) {
        return log.readJournal(program) ? Optional.of(log) : Optional.empty();
      }
    }
    return Optional.empty();
  }

  private boolean couldRead(Path file) {
    if (!Files.isReadable(file)) {
      return false;
    }
    try {
      readFile(file);
      return true;
    } catch (IOException e) {
      // It went away just now: the next place may have one.
      return false;
    }
  }

  /** Of anybody, or of one user. */
  Optional<LogLine> last(String fingerprint, Optional<String> user) {
    return Optional.ofNullable(last.get(name(fingerprint, user.orElse(""))));
  }

  private static String name(String fingerprint, String user) {
    return fingerprint + " " + user;
  }

  private void readFile(Path file) throws IOException {
    if (Files.isDirectory(file)) {
      throw new IOException(
          FileFault.sentence(new java.nio.file.FileSystemException("", "", "Is a directory")));
    }
    try (FileChannel channel = FileChannel.open(file);
        InputStream in = Channels.newInputStream(channel)) {
      if (channel.size() > MAX_FILE) {
        channel.position(channel.size() - MAX_FILE);
      }
      read(in);
    }
  }

  private boolean readJournal(Path program) {
    List<String> words =
        List.of(
            program.toString(),
            "-q",
            "--no-pager",
            "-u",
            "ssh",
            "-u",
            "sshd",
            "--output=short-iso");
    try {
      Process process =
          new ProcessBuilder(words)
              .redirectInput(ProcessBuilder.Redirect.from(new File("/dev/null")))
              .redirectError(ProcessBuilder.Redirect.DISCARD)
              .start();
      // Its end is the end of its output; what came until then counts.
      try (Timer.Scheduled _ = Timer.after(PATIENCE, process::destroyForcibly);
          InputStream out = process.getInputStream()) {
        read(out);
      } finally {
        process.destroyForcibly();
      }
      return !last.isEmpty();
    } catch (IOException e) {
      // It cannot be started here, or was ended while it wrote.
      return !last.isEmpty();
    }
  }

  private void read(InputStream in) throws IOException {
    Reader reader = new BufferedReader(new InputStreamReader(in, StandardCharsets.UTF_8));
    StringBuilder line = new StringBuilder();
    long left = MAX_FILE;
    for (int c = reader.read(); c >= 0 && left > 0; c = reader.read(), left--) {
      if (c != '\n') {
        if (line.length() <= LogLine.MAX) {
          line.append((char) c);
        }
        continue;
      }
      take(line.toString());
      line.setLength(0);
    }
    take(line.toString());
  }

  private void take(String line) {
    // sshd -e ends its lines for a terminal in raw mode.
    LogLine.of(line.stripTrailing(), clock)
        .ifPresent(
            login -> {
              last.put(name(login.fingerprint(), ""), login);
              last.put(name(login.fingerprint(), login.user()), login);
            });
  }
}
