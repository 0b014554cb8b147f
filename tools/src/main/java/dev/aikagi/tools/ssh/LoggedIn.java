package dev.aikagi.tools.ssh;

import dev.aikagi.Bytes;
import dev.aikagi.SshException;
import dev.aikagi.auth.Authenticated;
import dev.aikagi.auth.ClientAuthStep;
import dev.aikagi.auth.Identity;
import dev.aikagi.auth.IdentityReason;
import dev.aikagi.client.Client;
import dev.aikagi.config.ClientConfig;
import dev.aikagi.connection.Session;
import dev.aikagi.connection.SessionRequest;
import dev.aikagi.key.PublicKey;
import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintStream;
import java.util.List;
import java.util.Optional;

/**
 * A login on another host, made as {@code ssh} makes it and before it is known what is to run
 * there: any number of programs, or none where the login itself was the question.
 */
public final class LoggedIn implements AutoCloseable {
  private static final String PUBLICKEY = "publickey";

  private final Way way;
  private final ClientConfig config;
  private final Log log;
  private volatile Client client;
  private boolean used;

  LoggedIn(Way way, ClientConfig config, Log log) throws RemoteProgram.NotStarted {
    this.way = way;
    this.config = config;
    this.log = log;
    this.client = way.logIn();
  }

  /** One login; asks what has to be asked. */
  interface Way {
    Client logIn() throws RemoteProgram.NotStarted;
  }

  /**
   * Whether nothing is wrong with a key that was not used: it has a passphrase, which nobody was
   * asked for, or its private half is elsewhere.
   */
  public static boolean isMerelyLocked(ClientAuthStep.IdentityNotOpened step) {
    return step.reason() instanceof IdentityReason.Locked
        || step.reason() instanceof IdentityReason.PrivateHalfMissing;
  }

  /**
   * Connects and logs in.
   *
   * @param words ssh's options and destination
   * @param only the one key that may be offered, whatever else the configuration and the agent have
   * @param errors where ssh's messages go
   */
  public static LoggedIn at(List<String> words, Optional<PublicKey> only, PrintStream errors)
      throws RemoteProgram.NotStarted {
    return Ssh.logIn(words, only, errors);
  }

  /**
   * The same with a key that is open already, and with nothing else.
   *
   * @param only offered alone, whatever the configuration and the agent have
   */
  public static LoggedIn with(List<String> words, Identity only, PrintStream errors)
      throws RemoteProgram.NotStarted {
    return Ssh.logIn(words, only, errors);
  }

  /**
   * Starts a command; closing it leaves the connection to others. A server that allows no second
   * session beside one that it has not quite forgotten (MaxSessions 1), or that ends the connection
   * with the first, is logged in to again.
   *
   * @param errors where its standard error goes
   * @throws SshException if the server refuses
   */
  public RemoteProgram exec(Bytes command, OutputStream errors) throws IOException {
    return start(new SessionRequest.Exec(command), "exec", errors);
  }

  /** The same for a subsystem. */
  public RemoteProgram subsystem(String name, OutputStream errors) throws IOException {
    return start(new SessionRequest.Subsystem(name), "subsystem", errors);
  }

  private RemoteProgram start(SessionRequest.Program request, String what, OutputStream errors)
      throws IOException {
    Session session = session();
    try {
      if (!new Program(request).request(config, session, log).granted()) {
        throw new SshException(what + " request refused by the server");
      }
    } catch (IOException e) {
      session.close();
      throw e;
    }
    return new RemoteProgram(
        client, config, log, session, RemoteProgram.Start.DONE, session::close, errors);
  }

  private Session session() throws IOException {
    boolean first = !used;
    used = true;
    try {
      return client.openSession();
    } catch (IOException e) {
      if (first) {
        throw e;
      }
      log.debug(1, "no further session (" + e.getMessage() + "): logging in again");
      client.close();
      client = loggedInAgain(e);
      return client.openSession();
    }
  }

  private Client loggedInAgain(IOException why) throws IOException {
    try {
      return way.logIn();
    } catch (RemoteProgram.NotStarted e) {
      why.addSuppressed(e);
      throw why;
    }
  }

  /** What the server calls itself in its identification string, RFC 4253 section 4.2. */
  public String serverSoftware() {
    String version = client.transport().peerVersion();
    int dash = version.indexOf('-', "SSH-".length());
    return dash < 0 ? "" : version.substring(dash + 1);
  }

  /** Whether this key opened the door, or one of its locks; not a certificate of it. */
  public boolean openedBy(PublicKey key) {
    Authenticated how = client.authenticated();
    return how.completedMethods().contains(PUBLICKEY)
        && how.steps().stream()
            .anyMatch(
                s ->
                    s instanceof ClientAuthStep.KeyAccepted a
                        && a.certificate().isEmpty()
                        && a.key().equals(key));
  }

  /** Who is logged in where. */
  public String destination() {
    return config.user() + "@" + config.host();
  }

  @Override
  public void close() {
    client.close();
  }
}
