package dev.aikagi.tools.copyid;

import dev.aikagi.auth.AuthenticationException;
import dev.aikagi.auth.ClientAuthStep;
import dev.aikagi.auth.Identity;
import dev.aikagi.key.PrivateKey;
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
public sealed interface Door {
  /** Nothing but a key, and nobody is asked. */
  List<String> ALONE =
      List.of(
          "-oControlPath=none",
          "-oPreferredAuthentications=publickey",
          "-oNumberOfPasswordPrompts=0",
          "-oLogLevel=ERROR");

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
  static Door tried(InstallKey key, SshWords line) {
    Entered entered =
        entered(
            key.key(),
            line,
            errors -> LoggedIn.at(line.forSsh(alone(key)), Optional.of(key.key()), errors));
    entered.close();
    return entered.door();
  }

  /**
   * What is behind the door, where it opened.
   *
   * @param login open until this is closed
   */
  record Entered(Door door, Optional<LoggedIn> login) implements AutoCloseable {
    @Override
    public void close() {
      login.ifPresent(LoggedIn::close);
    }
  }

  /** Logs in with a key that is open already, and stays. */
  static Entered entered(PrivateKey key, String name, SshWords line) {
    Identity only = Identity.of(name, key);
    return entered(
        key.publicKey(), line, errors -> LoggedIn.with(line.forSsh(ALONE), only, errors));
  }

  private static Entered entered(PublicKey key, SshWords line, Way way) {
    ByteArrayOutputStream said = new ByteArrayOutputStream();
    PrintStream errors =
        line.verbose() ? System.err : new PrintStream(said, true, StandardCharsets.UTF_8);
    try {
      LoggedIn login = way.logIn(errors);
      return new Entered(login.openedBy(key) ? new Opened() : new NoLock(), Optional.of(login));
    } catch (RemoteProgram.NotStarted e) {
      String text = said.toString(StandardCharsets.UTF_8);
      return new Entered(
          e.denied().isPresent() ? of(e.denied().get(), key, text) : new NotReached(text),
          Optional.empty());
    }
  }

  /** One login. */
  interface Way {
    LoggedIn logIn(PrintStream errors) throws RemoteProgram.NotStarted;
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
    List<String> words = new ArrayList<>(ALONE);
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
