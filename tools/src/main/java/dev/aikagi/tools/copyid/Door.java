package dev.aikagi.tools.copyid;

import dev.aikagi.auth.AuthenticationException;
import dev.aikagi.auth.ClientAuthStep;
import dev.aikagi.key.PublicKey;
import dev.aikagi.tools.ssh.LoggedIn;
import dev.aikagi.tools.ssh.RemoteProgram;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** What came of a login with one key only. */
sealed interface Door {
  /** The server let the user in. */
  record Opened() implements Door {}

  /** The server let the user in, but not because of the key: it lets everybody in. */
  record NoLock() implements Door {}

  /** The server would take the key, and the private half was not used: it is merely locked. */
  record Accepted() implements Door {}

  /**
   * The server would take the key, which cannot be used here.
   *
   * @param said by ssh, such as its warning about a file that others may read
   */
  record Unusable(ClientAuthStep why, String said) implements Door {}

  /** The key was proven, and the server wants something else besides. */
  record OneOfSeveral() implements Door {}

  record Shut(AuthenticationException denied) implements Door {}

  /** There was no answer to the question; what ssh said of it. */
  record NotReached(String said) implements Door {}

  /** Whether the key is where the server looks for it. */
  default boolean knowsKey() {
    return !(this instanceof Shut) && !(this instanceof NotReached);
  }

  /**
   * Logs in without asking for a passphrase or a password. A key of the agent is used as it stands
   * there, with a confirmation or a touch where it was added with one.
   */
  static Door tried(InstallKey key, CommandLine line) {
    ByteArrayOutputStream said = new ByteArrayOutputStream();
    PrintStream errors =
        line.verbose() ? System.err : new PrintStream(said, true, StandardCharsets.UTF_8);
    try (LoggedIn login = LoggedIn.at(line.forSsh(alone(key)), Optional.of(key.key()), errors)) {
      return login.openedBy(key.key()) ? new Opened() : new NoLock();
    } catch (RemoteProgram.NotStarted e) {
      return e.denied().isPresent()
          ? of(e.denied().get(), key.key(), said.toString(StandardCharsets.UTF_8))
          : new NotReached(said.toString(StandardCharsets.UTF_8));
    }
  }

  static Door of(AuthenticationException denied, PublicKey key, String said) {
    boolean accepted = false;
    Optional<ClientAuthStep> fault = Optional.empty();
    for (ClientAuthStep step : denied.steps()) {
      switch (step) {
        case ClientAuthStep.KeyAccepted a -> accepted |= a.key().equals(key);
        // A yes to the public half is not kept by every server.
        case ClientAuthStep.KeyRefused r -> accepted &= !r.key().equals(key);
        case ClientAuthStep.IdentityNotOpened i when LoggedIn.isMerelyLocked(i) -> {}
        case ClientAuthStep.IdentityNotOpened i -> fault = Optional.of(i);
        case ClientAuthStep.NotSigned n -> fault = Optional.of(n);
        case ClientAuthStep.Succeeded s -> {
          if (accepted && s.partial()) {
            return new OneOfSeveral();
          }
        }
        default -> {}
      }
    }
    if (!accepted) {
      return new Shut(denied);
    }
    return fault.isPresent() ? new Unusable(fault.get(), said) : new Accepted();
  }

  private static List<String> alone(InstallKey key) {
    List<String> words =
        new ArrayList<>(
            List.of(
                "-oControlPath=none",
                "-oPreferredAuthentications=publickey",
                "-oNumberOfPasswordPrompts=0",
                "-oLogLevel=ERROR"));
    if (key.privateHalf().isPresent()) {
      words.add("-oIdentityFile=" + keywordValue(key.privateHalf().get()));
    } else {
      // That the configuration prefers files must not hide the agent that the keys came from.
      words.add("-oIdentitiesOnly=no");
      words.add("-oIdentityAgent=SSH_AUTH_SOCK");
    }
    return words;
  }

  /** As a value in quotes, in which a percent sign is no token. */
  static String keywordValue(Path path) {
    String text = path.toAbsolutePath().toString();
    return '"' + text.replace("\\", "\\\\").replace("\"", "\\\"").replace("%", "%%") + '"';
  }
}
