package dev.aikagi.tools.sshd;

import dev.aikagi.Bytes;
import dev.aikagi.config.ServerKeywords;
import dev.aikagi.pattern.Patterns;
import dev.aikagi.posix.User;
import dev.aikagi.tools.ServerLog;
import dev.aikagi.trust.AuthorizedKeyOptions.EnvironmentVariable;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The environment that a session's program starts with: nothing of the server's own. */
final class SessionEnvironment {
  /** Debian's and most others' default; PAM or the shell's profile sets another. */
  static final String PATH = "/usr/local/bin:/usr/bin:/bin:/usr/games";

  private static final String ROOT_PATH =
      "/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin";

  private static final String MAIL_DIRECTORY = "/var/mail/";

  /** A user's own file of variables; larger ones are no such file. */
  private static final int MAX_FILE = 64 * 1024;

  private final Map<String, Bytes> variables = new LinkedHashMap<>();

  private SessionEnvironment() {}

  /**
   * What a session adds to the login.
   *
   * @param client variables that the client sent and AcceptEnv let through
   * @param terminal the name of the slave
   * @param agent the socket by which his agent is reached
   * @param originalCommand what the client asked for, where another command is forced
   */
  record Request(
      Map<String, Bytes> client,
      Optional<String> term,
      Optional<Path> terminal,
      Optional<Path> agent,
      Optional<Bytes> originalCommand,
      Optional<Path> authInfo) {}

  static Map<String, Bytes> build(Login login, Request request) {
    SessionEnvironment e = new SessionEnvironment();
    e.variables.putAll(request.client);
    e.account(login.user());
    request.agent.ifPresent(a -> e.put("SSH_AUTH_SOCK", a.toString()));
    e.ofTheUser(login);
    e.connection(login.peer());
    request.terminal.ifPresent(t -> e.put("SSH_TTY", t.toString()));
    request.term.ifPresent(t -> e.put("TERM", t));
    request.originalCommand.ifPresent(c -> e.variables.put("SSH_ORIGINAL_COMMAND", c));
    login.tickets().ifPresent(p -> e.put("KRB5CCNAME", "FILE:" + p));
    request.authInfo.ifPresent(p -> e.put("SSH_USER_AUTH", p.toString()));
    login.pam().ifPresent(pam -> pam.environment().forEach(e::fromPam));
    // SetEnv stands above everything that was set before.
    login.config().value(ServerKeywords.SET_ENV).forEach(e::assign);
    return e.variables;
  }

  private void account(User user) {
    put("USER", user.name());
    put("LOGNAME", user.name());
    put("HOME", user.home().toString());
    put("PATH", user.uid() == 0 ? ROOT_PATH : PATH);
    put("MAIL", MAIL_DIRECTORY + user.name());
    put("SHELL", user.shellOrDefault());
    Optional.ofNullable(System.getenv("TZ")).ifPresent(tz -> put("TZ", tz));
  }

  private void connection(Peer peer) {
    put("SSH_CLIENT", peer.address() + " " + peer.port() + " " + peer.localPort());
    put(
        "SSH_CONNECTION",
        peer.address() + " " + peer.port() + " " + peer.localAddress() + " " + peer.localPort());
  }

  /** environment="…" of authorized_keys and ~/.ssh/environment, where PermitUserEnvironment is. */
  private void ofTheUser(Login login) {
    String permitted = login.config().value(ServerKeywords.PERMIT_USER_ENVIRONMENT);
    if (permitted.equals("no")) {
      return;
    }
    for (EnvironmentVariable v : login.options().environment()) {
      if (permits(permitted, v.name())) {
        put(v.name(), v.value());
      }
    }
    Path file = login.user().home().resolve(".ssh/environment");
    for (String line : readLines(login, file)) {
      int equals = line.indexOf('=');
      if (equals > 0 && !line.startsWith("#") && permits(permitted, line.substring(0, equals))) {
        assign(line);
      }
    }
  }

  private static boolean permits(String setting, String name) {
    return setting.equals("yes") || Patterns.matchList(name, setting) == Patterns.Match.YES;
  }

  /** None where it cannot be read, as with sshd: the user can mend it only if he gets in. */
  private static List<String> readLines(Login login, Path file) {
    try {
      Optional<byte[]> text = login.user().callAs("read " + file, () -> read(file));
      return text.map(t -> new String(t, StandardCharsets.UTF_8)).stream()
          .flatMap(String::lines)
          .map(String::strip)
          .toList();
    } catch (NoSuchFileException e) {
      return List.of();
    } catch (IOException e) {
      login.log().debug("no environment of the user's own: " + ServerLog.why(e));
      return List.of();
    }
  }

  private static Optional<byte[]> read(Path file) throws IOException {
    try (UserFile in = UserFile.open(file)) {
      return in.isRegular() ? in.read(MAX_FILE) : Optional.empty();
    }
  }

  private void fromPam(String assignment) {
    // As sshd: these are the server's to say.
    if (!assignment.startsWith("SHELL=")
        && !assignment.startsWith("HOME=")
        && !assignment.startsWith("SSH_AUTH_INFO")) {
      assign(assignment);
    }
  }

  private void put(String name, String value) {
    variables.put(name, Bytes.utf8(value));
  }

  private void assign(String assignment) {
    int equals = assignment.indexOf('=');
    if (equals > 0) {
      put(assignment.substring(0, equals), assignment.substring(equals + 1));
    }
  }
}
