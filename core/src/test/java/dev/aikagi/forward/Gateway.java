package dev.aikagi.forward;

import dev.aikagi.auth.AuthenticatedUser;
import dev.aikagi.auth.ClientMethod;
import dev.aikagi.auth.Identity;
import dev.aikagi.auth.ServerAuthPolicy;
import dev.aikagi.client.Client;
import dev.aikagi.client.ClientOptions;
import dev.aikagi.connection.Connection;
import dev.aikagi.connection.ConnectionOptions;
import dev.aikagi.connection.SessionHandler;
import dev.aikagi.kex.HostKeyCheck;
import dev.aikagi.kex.HostKeyVerdict;
import dev.aikagi.key.KeyGenerator;
import dev.aikagi.key.PrivateKey;
import dev.aikagi.key.PublicKey;
import dev.aikagi.key.Signer;
import dev.aikagi.server.CommandSession;
import dev.aikagi.server.ConnectionPolicy;
import dev.aikagi.server.FixedUsers;
import dev.aikagi.server.Server;
import dev.aikagi.server.ServerEvent;
import dev.aikagi.server.ServerOptions;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.UnaryOperator;

/** A server on a free loopback port that connects its one user to where the targets let him. */
public final class Gateway implements AutoCloseable {
  static final String USER = "hoge";
  private static final PrivateKey USER_KEY = KeyGenerator.ed25519();

  private final PrivateKey hostKey = KeyGenerator.ed25519();
  private final Server<FixedUsers.User> server;
  final List<ServerEvent> events = new CopyOnWriteArrayList<>();

  private Gateway(TcpTargets targets, Duration connectTime, UnaryOperator<ConnectionOptions> change)
      throws IOException {
    FixedUsers users = new FixedUsers().withKey(USER, USER_KEY.publicKey());
    server =
        Server.start(
            ServerOptions.of(peer -> policy(users, targets, connectTime, change))
                .withAddresses(new InetSocketAddress(InetAddress.ofLiteral("127.0.0.1"), 0))
                .withObserver(events::add));
  }

  public static Gateway to(TcpTargets targets) throws IOException {
    return new Gateway(targets, DirectForwarding.CONNECT_TIME, o -> o);
  }

  static Gateway to(TcpTargets targets, Duration connectTime) throws IOException {
    return new Gateway(targets, connectTime, o -> o);
  }

  static Gateway to(TcpTargets targets, UnaryOperator<ConnectionOptions> change)
      throws IOException {
    return new Gateway(targets, DirectForwarding.CONNECT_TIME, change);
  }

  private ConnectionPolicy<FixedUsers.User> policy(
      FixedUsers users,
      TcpTargets targets,
      Duration connectTime,
      UnaryOperator<ConnectionOptions> change) {
    return new ConnectionPolicy<>() {
      @Override
      public List<Signer> hostKeys() {
        return List.of(hostKey);
      }

      @Override
      public ServerAuthPolicy<FixedUsers.User> users() {
        return users;
      }

      @Override
      public ConnectionOptions connectionOptions(AuthenticatedUser<FixedUsers.User> user) {
        return change.apply(ConnectionOptions.SERVER);
      }

      @Override
      public SessionHandler session(
          AuthenticatedUser<FixedUsers.User> user, Connection connection) {
        return new CommandSession(
            (command, session) -> {
              session.stdout().write(("ran " + command).getBytes(StandardCharsets.UTF_8));
              return 0;
            });
      }

      @Override
      public ForwardPolicy forwarding(
          AuthenticatedUser<FixedUsers.User> user, Connection connection) {
        return DirectForwarding.of(connection, targets, connectTime);
      }
    };
  }

  public int port() {
    return server.addresses().getFirst().getPort();
  }

  public PublicKey hostKey() {
    return hostKey.publicKey();
  }

  /** How its user gets in, if the host key is this one. */
  public ClientOptions options(PublicKey expected) {
    HostKeyCheck check =
        (key, algorithm) ->
            key.equals(expected)
                ? new HostKeyVerdict.Accepted(() -> "the gateway's")
                : new HostKeyVerdict.Refused(() -> "another host key");
    return ClientOptions.to("127.0.0.1", port(), USER, check)
        .withMethods(new ClientMethod.PublicKey(List.of(Identity.of("mine", USER_KEY))));
  }

  public ClientOptions options() {
    return options(hostKey());
  }

  public Client logIn() throws IOException {
    return Client.connect(options());
  }

  /** Ends all connections; the same as closing it, before its end. */
  public void stop() {
    server.close();
  }

  @Override
  public void close() {
    stop();
  }
}
