package dev.aikagi.tools.sshd;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.aikagi.auth.ClientMethod;
import dev.aikagi.auth.Identity;
import dev.aikagi.client.Client;
import dev.aikagi.client.ClientOptions;
import dev.aikagi.config.Diagnostic;
import dev.aikagi.config.ServerConfigReader;
import dev.aikagi.connection.ExitResult;
import dev.aikagi.connection.ServerSession;
import dev.aikagi.connection.Session;
import dev.aikagi.connection.SessionHandler;
import dev.aikagi.connection.SessionRequest;
import dev.aikagi.kex.HostKeyVerdict;
import dev.aikagi.key.KeyGenerator;
import dev.aikagi.key.PrivateKey;
import dev.aikagi.posix.User;
import dev.aikagi.server.FixedUsers;
import dev.aikagi.server.Server;
import dev.aikagi.server.ServerOptions;
import dev.aikagi.tools.ServerLog;
import dev.aikagi.tools.SystemSurroundings;
import dev.aikagi.trust.AuthorizedKeyOptions;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Function;

/** Somebody whose sessions are sshd's: a server, and a client that is logged in to it. */
final class LoggedIn implements AutoCloseable {
  /** What a command gave. */
  record Outcome(String text, String errors, ExitResult exit) {}

  /** A session of sshd's that tells when its program has been served to its end. */
  static final class Watched implements SessionHandler {
    final LoginSession session;
    final CompletableFuture<ServerSession> started = new CompletableFuture<>();
    final CompletableFuture<ServerSession> over = new CompletableFuture<>();
    final CompletableFuture<ServerSession> closed = new CompletableFuture<>();

    /** Asked for when the program is over and the session not yet closed. */
    final List<SessionRequest> late = new CopyOnWriteArrayList<>();

    final CompletableFuture<List<Boolean>> lateAnswers = new CompletableFuture<>();

    private Watched(LoginSession session) {
      this.session = session;
    }

    @Override
    public boolean wantsPlatformThread() {
      return session.wantsPlatformThread();
    }

    @Override
    public boolean request(ServerSession s, SessionRequest request) throws IOException {
      started.complete(s);
      return session.request(s, request);
    }

    @Override
    public ExitResult run(ServerSession s) throws IOException {
      try {
        return session.run(s);
      } finally {
        try {
          askLate(s);
        } finally {
          over.complete(s);
        }
      }
    }

    private void askLate(ServerSession s) {
      List<Boolean> answers = new ArrayList<>();
      try {
        for (SessionRequest request : late) {
          answers.add(session.request(s, request));
        }
        lateAnswers.complete(answers);
      } catch (IOException | RuntimeException e) {
        lateAnswers.completeExceptionally(e);
      }
    }

    @Override
    public void closed(ServerSession s) {
      try {
        session.closed(s);
      } finally {
        closed.complete(s);
      }
    }
  }

  private static final PrivateKey KEY = KeyGenerator.ed25519();

  final ByteArrayOutputStream log = new ByteArrayOutputStream();
  final CompletableFuture<Watched> session = new CompletableFuture<>();
  final Client client;
  private final Server<FixedUsers.User> server;

  /**
   * Logs in.
   *
   * @param sessions makes the server's side of a session
   * @param settings lines of sshd_config
   */
  LoggedIn(
      User user,
      AuthorizedKeyOptions options,
      ProgramStarter starter,
      Function<Login, LoginSession> sessions,
      String... settings)
      throws Exception {
    ServerLog to = ServerLog.toStream(log, ServerLog.Level.DEBUG3);
    Login login = login(user, options, starter, to, settings);
    InetSocketAddress loopback = new InetSocketAddress(InetAddress.ofLiteral("127.0.0.1"), 0);
    server =
        Server.start(
            ServerOptions.of(
                    new FixedUsers()
                        .withKey("somebody", KEY.publicKey())
                        .policies(List.of(KEY), any -> watched(sessions.apply(login))))
                .withAddresses(loopback));
    client =
        Client.connect(
            ClientOptions.to(
                    "127.0.0.1",
                    server.addresses().getFirst().getPort(),
                    "somebody",
                    (key, algorithm) -> new HostKeyVerdict.Accepted(() -> "any will do"))
                .withMethods(new ClientMethod.PublicKey(List.of(Identity.of("id", KEY)))));
  }

  private Watched watched(LoginSession made) {
    Watched watched = new Watched(made);
    session.complete(watched);
    return watched;
  }

  static Login login(
      User user,
      AuthorizedKeyOptions options,
      ProgramStarter starter,
      ServerLog log,
      String... settings)
      throws Exception {
    ServerConfigReader reader =
        new ServerConfigReader(
            new SystemSurroundings(log), SshdAlgorithms.NAMES, Diagnostic.NOBODY);
    for (String setting : settings) {
      reader.option(setting);
    }
    InetSocketAddress loopback = new InetSocketAddress(InetAddress.getLoopbackAddress(), 22);
    return new Login(
        user,
        Peer.of(loopback, loopback),
        reader.withoutFile(),
        options,
        List.of(),
        Optional.empty(),
        starter,
        false,
        Optional.empty(),
        log);
  }

  /** The same, who has to change his password before anything else. */
  static Login withAPasswordThatIsOver(Login is) {
    return new Login(
        is.user(),
        is.peer(),
        is.config(),
        is.options(),
        is.steps(),
        is.pam(),
        is.starter(),
        true,
        is.tickets(),
        is.log());
  }

  /** Somebody who is not root where the tests' own user is; at home in this folder. */
  static User somebody(Path home) throws IOException {
    User is = User.effectiveId() == 0 ? User.named("nobody").orElseThrow() : self();
    return new User(is.name(), is.uid(), is.gid(), "", home, "/bin/sh");
  }

  private static User self() throws IOException {
    return User.withId(User.effectiveId()).orElseThrow();
  }

  Outcome exec(String command) throws IOException {
    try (Session s = client.openSession()) {
      s.exec(command);
      return outcome(s);
    }
  }

  static Outcome outcome(Session s) throws IOException {
    s.stdin().close();
    String text = new String(s.stdout().readAllBytes(), UTF_8);
    return new Outcome(text, new String(s.stderr().readAllBytes(), UTF_8), s.awaitExit());
  }

  String log() {
    return log.toString(UTF_8);
  }

  @Override
  public void close() {
    client.close();
    server.close();
  }
}
