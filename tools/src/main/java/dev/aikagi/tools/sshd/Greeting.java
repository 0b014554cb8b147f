package dev.aikagi.tools.sshd;

import dev.aikagi.config.ServerKeywords;
import dev.aikagi.posix.LoginRecords;
import dev.aikagi.posix.LoginRecords.LastLogin;
import dev.aikagi.posix.User;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.util.Locale;
import java.util.Optional;

/** What a login shell shows before its first prompt: the last login and the message of the day. */
final class Greeting {
  private static final Path MOTD = Path.of("/etc/motd");
  static final Path NOLOGIN = Path.of("/etc/nologin");
  private static final int MAX_TEXT = 64 * 1024;

  private Greeting() {}

  /** A line for the terminal; empty where PrintLastLog is not, and at the first login. */
  static String lastLogin(Login login, Optional<LastLogin> last) {
    StringBuilder text = new StringBuilder();
    if (login.config().value(ServerKeywords.PRINT_LAST_LOG) && last.isPresent()) {
      text.append("Last login: ").append(time(last.get().time()));
      if (!last.get().host().isEmpty()) {
        text.append(" from ").append(last.get().host());
      }
      text.append('\n');
    }
    return text.toString();
  }

  /** Lines for the terminal; empty where PrintMotd is not. */
  static String messageOfTheDay(Login login) throws IOException {
    return login.config().value(ServerKeywords.PRINT_MOTD) ? contents(MOTD).orElse("") : "";
  }

  /** As ctime(3) writes it: "Sun Nov 22 12:06:17 2026". */
  static String time(Instant instant) {
    return DateTimeFormatter.ofPattern("EEE MMM ppd HH:mm:ss yyyy", Locale.ROOT)
        .withZone(ZoneId.systemDefault())
        .format(instant);
  }

  /** ~/.hushlogin: this user wants to be left alone. */
  static boolean hushed(User user) throws IOException {
    Path file = user.home().resolve(".hushlogin");
    return user.callAs("look for " + file, () -> isSeen(file));
  }

  /**
   * By stat(2), which goes by the user's rights. access(2), which exists() calls, goes by the real
   * id, root's: a link would tell him of any file whether it is there.
   */
  private static boolean isSeen(Path file) {
    try {
      return !Files.readAttributes(file, "unix:ino").isEmpty();
    } catch (IOException e) {
      return false;
    }
  }

  /**
   * The text of /etc/nologin while it exists: nobody but root may log in. PAM looks at it itself.
   */
  static Optional<String> nologin(Login login, Path file) throws IOException {
    return login.user().uid() == 0 || login.pam().isPresent() || !Files.exists(file)
        ? Optional.empty()
        : Optional.of(contents(file).orElse(""));
  }

  /** When and from where this user logged in last; and records that he did so now. */
  static Optional<LastLogin> replaceLastLogin(User user, String line, String host)
      throws IOException {
    LoginRecords records = LoginRecords.ofSystem();
    Optional<LastLogin> last = records.lastLogin(user.uid());
    records.recordLastLogin(user.uid(), new LastLogin(Instant.now(), line, host));
    return last;
  }

  private static Optional<String> contents(Path file) throws IOException {
    if (!Files.isRegularFile(file) || Files.size(file) > MAX_TEXT) {
      return Optional.empty();
    }
    return Optional.of(new String(Files.readAllBytes(file), StandardCharsets.UTF_8));
  }
}
