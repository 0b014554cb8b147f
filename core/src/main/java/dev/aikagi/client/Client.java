package dev.aikagi.client;

import dev.aikagi.Bytes;
import dev.aikagi.SshException;
import dev.aikagi.Termination;
import dev.aikagi.agent.SessionBinding;
import dev.aikagi.auth.Authenticated;
import dev.aikagi.auth.ClientAuthOptions;
import dev.aikagi.auth.ClientMethod;
import dev.aikagi.auth.UserauthClient;
import dev.aikagi.connection.AgentChannel;
import dev.aikagi.connection.Channel;
import dev.aikagi.connection.Connection;
import dev.aikagi.connection.ConnectionHandler;
import dev.aikagi.connection.GlobalReply;
import dev.aikagi.connection.OpenDecision;
import dev.aikagi.connection.OpenRequest;
import dev.aikagi.connection.Session;
import dev.aikagi.connection.SessionRequest;
import dev.aikagi.forward.DirectTcpip;
import dev.aikagi.key.PublicKey;
import dev.aikagi.transport.ByteStream;
import dev.aikagi.transport.SecureTransport;
import dev.aikagi.transport.Timer;
import java.io.Closeable;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicBoolean;

/**
 * An SSH client that is connected and authenticated. All methods may be called by any thread; the
 * connection has one thread of its own, which reads.
 *
 * <pre>{@code
 * ClientOptions options =
 *     ClientOptions.to("example.org", 22, "alice", hostKeyCheck)
 *         .withMethods(new ClientMethod.PublicKey(List.of(Identity.of("id_ed25519", signer))));
 * try (Client client = Client.connect(options);
 *     Session session = client.openSession()) {
 *   session.exec("uname -a");
 *   session.stdin().close();
 *   session.stdout().transferTo(System.out);
 *   System.exit(session.awaitExit() instanceof ExitResult.Status s ? (int) s.code() : 255);
 * }
 * }</pre>
 */
public final class Client implements Closeable {
  private final ClientOptions options;
  private final SecureTransport transport;
  private final Authenticated authenticated;
  private final Connection connection;
  private final Optional<AgentChannels> agentChannels;

  private Client(ClientOptions options, SecureTransport transport, Authenticated authenticated) {
    this.options = options;
    this.transport = transport;
    this.authenticated = authenticated;
    this.agentChannels =
        options
            .agentForwarding()
            .map(f -> new AgentChannels(f, agentBinding(transport), AgentChannels.AGENT_TIME));
    this.connection = new Connection(transport, new Handler(), options.connection());
    agentChannels.ifPresent(
        agent -> {
          var _ = connection.ended().thenRun(agent::end);
        });
  }

  /**
   * Connects over TCP, trying the host's addresses one after the other, and goes on as {@link
   * #over} does.
   *
   * @throws IOException where no address answers, each within {@link ClientOptions#connectTimeout};
   *     else as {@link #over} does
   */
  public static Client connect(ClientOptions options) throws IOException {
    return over(
        TcpConnect.connect(options.host(), options.port(), options.connectTimeout()), options);
  }

  /**
   * Exchanges keys and authenticates over a stream that is there already, such as a proxy's pipes.
   * The client owns it from then on: it is closed too where this fails. Everything happens on the
   * calling thread, host key check and prompts too; the key exchange may take {@link
   * dev.aikagi.transport.TransportOptions#kexTime} without the host key check, authentication
   * {@link ClientOptions#authenticationTimeout}.
   *
   * @throws dev.aikagi.kex.NegotiationFailedException where the two sides share no algorithms
   * @throws dev.aikagi.kex.HostKeyRefusedException where the host key check said no
   * @throws dev.aikagi.auth.AuthenticationException where the server does not let the user in
   * @throws IOException where the connection ends first, or takes too long
   */
  public static Client over(ByteStream stream, ClientOptions options) throws IOException {
    SecureTransport transport =
        SecureTransport.client(stream, options.transport(), options.hostKeyCheck());
    transport.handshake();
    Authenticated authenticated = authenticate(transport, options);
    Client client = new Client(options, transport, authenticated);
    client.startReader();
    return client;
  }

  /**
   * Connects by way of another host, such as the only one that the Internet reaches: opens a
   * channel of a client that is logged in there ({@link #openDirectTcpip}) and goes on over it as
   * {@link #over} does. Keys, user and host key check are those of the options, which the host in
   * between learns nothing of. It stays the caller's: it can carry any number of clients, and ends
   * those that are left with its own end.
   *
   * <pre>{@code
   * try (Client jump = Client.connect(toGateway);
   *     Client client = Client.through(jump, toHostBehind);
   *     Session session = client.openSession()) {
   *   session.exec("uname -a");
   * }
   * }</pre>
   *
   * @throws dev.aikagi.connection.ChannelOpenException where the server of that client does not
   *     want to connect there, or cannot
   * @throws IOException else as {@link #over} does
   */
  public static Client through(Client jump, ClientOptions options) throws IOException {
    return over(jump.openDirectTcpip(options.host(), options.port()).asStream(), options);
  }

  /**
   * Opens a session: a place for one program. Waits for the server, at most the request timeout of
   * {@link ClientOptions#connection}.
   *
   * @throws dev.aikagi.connection.ChannelOpenException where the server refuses
   * @throws IOException where the connection ends first, or at the timeout
   */
  public Session openSession() throws IOException {
    return connection.openSession();
  }

  /**
   * Opens a channel to a port that the server connects to ("direct-tcpip", RFC 4254 section 7.2).
   * What is written to {@link Channel#out} is what the port hears, {@link Channel#in} what it says.
   * Waits for the server to have connected, at most the request timeout of {@link
   * ClientOptions#connection}.
   *
   * @param host a name or an address, as the server knows it
   * @throws dev.aikagi.connection.ChannelOpenException where the server does not want to, or cannot
   * @throws IOException where the connection ends first, or at the timeout
   * @throws IllegalArgumentException where there is no host, or the port is none
   */
  public Channel openDirectTcpip(String host, int port) throws IOException {
    return DirectTcpip.to(host, port).open(connection);
  }

  /** The connection below: other channels, global requests, how it ended. */
  public Connection connection() {
    return connection;
  }

  /** The transport below: versions, algorithms, host key, rekeying. */
  public SecureTransport transport() {
    return transport;
  }

  /**
   * What an agent is told of this connection, for whoever hands one on over it: {@link
   * SessionBinding#forForwarding} is announced on each new connection to the agent first.
   */
  public SessionBinding agentBinding() {
    return agentBinding(transport);
  }

  /** The same before anybody is authenticated, when a key of the agent's is about to be used. */
  public static SessionBinding agentBinding(SecureTransport transport) {
    return new SessionBinding(
        transport.hostKeyBlob(), transport.sessionId(), transport.hostKeySignature(), false);
  }

  /**
   * Offers the user's agent to the server, for a session's program, before that is started; it need
   * not take it, and does not say. From then on the server may use it for as long as the connection
   * lasts.
   *
   * @throws IllegalStateException where the options have no agent
   */
  public void forwardAgent(Session session) throws IOException {
    agentChannels.orElseThrow(() -> new IllegalStateException("no agent to be forwarded")).offer();
    Bytes version = transport.peerExtensions().get("agent-forward");
    AgentChannel names =
        version != null && version.equals(Bytes.utf8("0"))
            ? AgentChannel.STANDARD
            : AgentChannel.OPENSSH;
    session.sendUnanswered(new SessionRequest.AuthAgentReq(names));
  }

  /** Whether {@link #forwardAgent} has an agent to offer. */
  public boolean hasAgentToForward() {
    return options.agentForwarding().flatMap(AgentForwarding::socket).isPresent();
  }

  /** How the user got in. */
  public Authenticated authenticated() {
    return authenticated;
  }

  /**
   * Has the server prove that it holds the private halves of these host keys; returns them, to be
   * written to known_hosts (UpdateHostKeys). Waits for the answer, at most the request timeout.
   *
   * @throws IOException if one of them is not proven, the connection ends, or at the timeout
   */
  public List<PublicKey> proveHostKeys(List<PublicKey> keys) throws IOException {
    return HostKeyProof.prove(connection, keys, options.connection().requestTimeout());
  }

  /** Completes when the connection has ended. */
  public CompletableFuture<Termination> ended() {
    return connection.ended();
  }

  /** Says goodbye and closes; whoever waits wakes up. */
  @Override
  public void close() {
    connection.close();
  }

  private static Authenticated authenticate(SecureTransport transport, ClientOptions options)
      throws IOException {
    Duration timeout = options.authenticationTimeout();
    AtomicBoolean late = new AtomicBoolean();
    try (Timer.Scheduled _ =
        Timer.after(
            timeout,
            () -> {
              late.set(true);
              transport.close();
            })) {
      ClientAuthOptions auth =
          ClientAuthOptions.of(options.user(), options.host(), methods(transport, options))
              .refuseNone(options.refuseNone())
              .observer(options.authObserver());
      return UserauthClient.authenticate(transport, auth);
    } catch (IOException | RuntimeException | Error e) {
      Termination how = transport.end(e);
      if (late.get()) {
        throw new SshException(
            "authentication took more than " + timeout.toSeconds() + " s: " + how.summary(), e);
      }
      throw e;
    }
  }

  private static List<ClientMethod> methods(SecureTransport transport, ClientOptions options)
      throws IOException {
    return options.lateMethods().isPresent()
        ? options.lateMethods().get().of(transport)
        : options.methods();
  }

  private void startReader() {
    Thread.Builder thread =
        options.platformReader()
            ? Thread.ofPlatform().daemon().name("ssh-reader")
            : Thread.ofVirtual().name("ssh-reader");
    thread.start(connection::run);
  }

  /** Takes the announcement of host keys; everything else is the caller's. */
  private final class Handler implements ConnectionHandler {
    private final AtomicBoolean announced = new AtomicBoolean();

    @Override
    public OpenDecision open(Connection c, OpenRequest request) throws IOException {
      if (agentChannels.isPresent() && AgentChannel.isType(request.channelType())) {
        return agentChannels.get().open(request);
      }
      return options.handler().open(c, request);
    }

    @Override
    public GlobalReply globalRequest(Connection c, String requestName, Bytes data)
        throws IOException {
      if (requestName.equals(HostKeyProof.ANNOUNCE)) {
        return announced(HostKeyProof.announced(data));
      }
      return options.handler().globalRequest(c, requestName, data);
    }

    /**
     * A server announces once; more would be threads for the asking. On a thread of its own, since
     * a person may be asked, and keep-alives are to be answered meanwhile.
     */
    private GlobalReply announced(List<PublicKey> keys) {
      if (announced.getAndSet(true)) {
        return new GlobalReply.Failure();
      }
      Thread.ofVirtual().name("ssh-hostkeys").start(() -> tell(keys));
      return new GlobalReply.Success(Bytes.EMPTY);
    }

    private void tell(List<PublicKey> keys) {
      try {
        options.hostKeys().announced(Client.this, keys);
      } catch (IOException | RuntimeException e) {
        failed(connection, e);
      }
    }

    @Override
    public void failed(Connection c, Throwable cause) {
      options.handler().failed(c, cause);
    }
  }
}
