package dev.aikagi.tools.ssh;

import dev.aikagi.Bytes;
import dev.aikagi.SshException;
import dev.aikagi.auth.Authenticated;
import dev.aikagi.auth.ClientAuthStep;
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

  private final Client client;
  private final ClientConfig config;
  private final Log log;

  LoggedIn(Client client, ClientConfig config, Log log) {
    this.client = client;
    this.config = config;
    this.log = log;
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
   * Starts a command; closing it leaves the connection to others.
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
    Session session = client.openSession();
    try {
      if (!new Program(request).request(config, session, log).granted()) {
        throw new SshException(what + " request refused by the server");
      }
    } catch (IOException e) {
      session.close();
      throw e;
    }
    return new RemoteProgram(client, config, log, session, session::close, errors);
  }

  /** What the server calls itself in its identification string, RFC 4253 section 4.2. */
  public String serverSoftware() {
    String version = client.transport().peerVersion();
    int dash = version.indexOf('-', "SSH-".length());
    return dash < 0 ? "" : version.substring(dash + 1);
  }

  /** Whether this key opened the door, or one of its locks. */
  public boolean openedBy(PublicKey key) {
    Authenticated how = client.authenticated();
    return how.completedMethods().contains(PUBLICKEY)
        && how.steps().stream()
            .anyMatch(s -> s instanceof ClientAuthStep.KeyAccepted a && a.key().equals(key));
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
