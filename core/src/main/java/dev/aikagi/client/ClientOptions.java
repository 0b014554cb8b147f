package dev.aikagi.client;

import dev.aikagi.auth.ClientAuthObserver;
import dev.aikagi.auth.ClientMethod;
import dev.aikagi.connection.ConnectionHandler;
import dev.aikagi.connection.ConnectionOptions;
import dev.aikagi.kex.HostKeyCheck;
import dev.aikagi.transport.TransportOptions;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/**
 * Where a client connects to, as whom, and how. Immutable: the with-methods return changed copies.
 */
public final class ClientOptions {
  public static final int DEFAULT_PORT = 22;

  private final String host;
  private final int port;
  private final String user;
  private final HostKeyCheck hostKeyCheck;
  private List<ClientMethod> methods = List.of();
  private Optional<LateMethods> lateMethods = Optional.empty();
  private boolean refuseNone;
  private ClientAuthObserver authObserver = ClientAuthObserver.SILENT;
  private TransportOptions transport = TransportOptions.client();
  private ConnectionOptions connection = ConnectionOptions.CLIENT;
  private ConnectionHandler handler = ConnectionHandler.REFUSE_ALL;
  private HostKeysListener hostKeys = HostKeysListener.NONE;
  private Optional<AgentForwarding> agentForwarding = Optional.empty();
  private Duration connectTimeout = Duration.ofSeconds(30);
  private Duration authenticationTimeout = Duration.ofMinutes(10);
  private boolean platformReader;

  private ClientOptions(String host, int port, String user, HostKeyCheck hostKeyCheck) {
    this.host = host;
    this.port = port;
    this.user = user;
    this.hostKeyCheck = hostKeyCheck;
  }

  private ClientOptions(ClientOptions o) {
    this(o.host, o.port, o.user, o.hostKeyCheck);
    methods = o.methods;
    lateMethods = o.lateMethods;
    refuseNone = o.refuseNone;
    authObserver = o.authObserver;
    transport = o.transport;
    connection = o.connection;
    handler = o.handler;
    hostKeys = o.hostKeys;
    agentForwarding = o.agentForwarding;
    connectTimeout = o.connectTimeout;
    authenticationTimeout = o.authenticationTimeout;
    platformReader = o.platformReader;
  }

  /**
   * The least that a client must say: there is no default for whom to trust.
   *
   * @param host a name or an address; also what prompts call it
   */
  public static ClientOptions to(String host, int port, String user, HostKeyCheck hostKeyCheck) {
    return new ClientOptions(host, port, user, hostKeyCheck);
  }

  public String host() {
    return host;
  }

  public int port() {
    return port;
  }

  public String user() {
    return user;
  }

  public HostKeyCheck hostKeyCheck() {
    return hostKeyCheck;
  }

  public List<ClientMethod> methods() {
    return methods;
  }

  /** In place of {@link #methods}, where they depend on the server. */
  public Optional<LateMethods> lateMethods() {
    return lateMethods;
  }

  /**
   * What is tried to authenticate, in this order; by default nothing, and "none" alone is asked.
   */
  public ClientOptions withMethods(List<ClientMethod> value) {
    ClientOptions o = new ClientOptions(this);
    o.methods = List.copyOf(value);
    o.lateMethods = Optional.empty();
    return o;
  }

  /** As {@link #withMethods(List)}, for methods that depend on the server. */
  public ClientOptions withLateMethods(LateMethods value) {
    ClientOptions o = new ClientOptions(this);
    o.methods = List.of();
    o.lateMethods = Optional.of(value);
    return o;
  }

  /** As {@link #withMethods(List)}. */
  public ClientOptions withMethods(ClientMethod... value) {
    return withMethods(List.of(value));
  }

  public boolean refuseNone() {
    return refuseNone;
  }

  /**
   * Whether a server that asks for no proof at all is refused (CVE-2021-36367); false by default.
   */
  public ClientOptions withRefuseNone(boolean value) {
    ClientOptions o = new ClientOptions(this);
    o.refuseNone = value;
    return o;
  }

  public ClientAuthObserver authObserver() {
    return authObserver;
  }

  /** Hears banners and every step of authentication. */
  public ClientOptions withAuthObserver(ClientAuthObserver value) {
    ClientOptions o = new ClientOptions(this);
    o.authObserver = value;
    return o;
  }

  public TransportOptions transport() {
    return transport;
  }

  /** Algorithms, rekey limits, and the listener of transport events. */
  public ClientOptions withTransport(TransportOptions value) {
    ClientOptions o = new ClientOptions(this);
    o.transport = value;
    return o;
  }

  public ConnectionOptions connection() {
    return connection;
  }

  /**
   * Windows, limits, keep-alives.
   *
   * @throws IllegalArgumentException for options of a server
   */
  public ClientOptions withConnection(ConnectionOptions value) {
    if (!value.client()) {
      throw new IllegalArgumentException("options of a server");
    }
    ClientOptions o = new ClientOptions(this);
    o.connection = value;
    return o;
  }

  public ConnectionHandler handler() {
    return handler;
  }

  /** Decides what the server may open and ask for; nothing by default. */
  public ClientOptions withHandler(ConnectionHandler value) {
    ClientOptions o = new ClientOptions(this);
    o.handler = value;
    return o;
  }

  public HostKeysListener hostKeys() {
    return hostKeys;
  }

  /** Hears which host keys the server says it has (UpdateHostKeys). */
  public ClientOptions withHostKeys(HostKeysListener value) {
    ClientOptions o = new ClientOptions(this);
    o.hostKeys = value;
    return o;
  }

  /** Where this is empty, the {@link #handler} decides about channels to an agent too. */
  public Optional<AgentForwarding> agentForwarding() {
    return agentForwarding;
  }

  /** The agent that {@link Client#forwardAgent} may offer to the server. */
  public ClientOptions withAgentForwarding(AgentForwarding value) {
    ClientOptions o = new ClientOptions(this);
    o.agentForwarding = Optional.of(value);
    return o;
  }

  public Duration connectTimeout() {
    return connectTimeout;
  }

  /**
   * For each address of the host; 30 seconds by default.
   *
   * @throws IllegalArgumentException if it is not positive
   */
  public ClientOptions withConnectTimeout(Duration value) {
    ClientOptions o = new ClientOptions(this);
    o.connectTimeout = positive(value);
    return o;
  }

  public Duration authenticationTimeout() {
    return authenticationTimeout;
  }

  /**
   * For all of authentication; 10 minutes by default, since a person may have to type.
   *
   * @throws IllegalArgumentException if it is not positive
   */
  public ClientOptions withAuthenticationTimeout(Duration value) {
    ClientOptions o = new ClientOptions(this);
    o.authenticationTimeout = positive(value);
    return o;
  }

  public boolean platformReader() {
    return platformReader;
  }

  /** Whether the thread that reads is a platform thread, for bulk; a virtual one by default. */
  public ClientOptions withPlatformReader(boolean value) {
    ClientOptions o = new ClientOptions(this);
    o.platformReader = value;
    return o;
  }

  private static Duration positive(Duration value) {
    if (!value.isPositive()) {
      throw new IllegalArgumentException("a timeout of " + value);
    }
    return value;
  }
}
