package dev.aikagi.server;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.aikagi.SecretBytes;
import dev.aikagi.auth.Identity;
import dev.aikagi.auth.Prompter;
import dev.aikagi.client.ClientOptions;
import dev.aikagi.connection.SessionHandler;
import dev.aikagi.kex.HostKeyCheck;
import dev.aikagi.kex.HostKeyVerdict;
import dev.aikagi.key.KeyGenerator;
import dev.aikagi.key.PrivateKey;
import dev.aikagi.key.Signer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Supplier;
import java.util.function.UnaryOperator;

/** A server on a free loopback port, with one user who has a key and a password. */
final class TestServer implements AutoCloseable {
  static final String USER = "hoge";
  static final byte[] PASSWORD = "correct horse".getBytes(UTF_8);
  static final PrivateKey HOST_KEY = KeyGenerator.ed25519();
  static final PrivateKey USER_KEY = KeyGenerator.ed25519();
  static final Identity IDENTITY = Identity.of("id_ed25519", USER_KEY);

  final Server<FixedUsers.User> server;
  final List<ServerEvent> events;

  private TestServer(Server<FixedUsers.User> server, List<ServerEvent> events) {
    this.server = server;
    this.events = events;
  }

  static FixedUsers users() {
    return new FixedUsers().withKey(USER, USER_KEY.publicKey()).withPassword(USER, PASSWORD);
  }

  static TestServer start(Supplier<SessionHandler> sessions) throws IOException {
    return start(users(), List.of(HOST_KEY), sessions, o -> o);
  }

  static TestServer start(
      FixedUsers users,
      List<Signer> hostKeys,
      Supplier<SessionHandler> sessions,
      UnaryOperator<ServerOptions<FixedUsers.User>> change)
      throws IOException {
    List<ServerEvent> events = new CopyOnWriteArrayList<>();
    ServerOptions<FixedUsers.User> options =
        ServerOptions.of(users.policies(hostKeys, user -> sessions.get()))
            .withAddresses(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0))
            .withMaxStartups(new MaxStartups(1000, 30, 1000, 1000))
            .withObserver(events::add);
    return new TestServer(Server.start(change.apply(options)), events);
  }

  InetSocketAddress address() {
    return server.addresses().getFirst();
  }

  ClientOptions client() {
    return ClientOptions.to(
        address().getAddress().getHostAddress(), address().getPort(), USER, trustsHostKey());
  }

  static HostKeyCheck trustsHostKey() {
    return (key, algorithm) ->
        key.equals(HOST_KEY.publicKey())
            ? new HostKeyVerdict.Accepted(() -> "the test's host key")
            : new HostKeyVerdict.Refused(() -> "another host key");
  }

  /** Answers every prompt with this. */
  static Prompter types(String answer) {
    return new Prompter() {
      @Override
      public SecretBytes ask(String prompt, boolean echo) {
        return SecretBytes.copyOf(answer.getBytes(UTF_8));
      }

      @Override
      public void inform(String text) {}
    };
  }

  @Override
  public void close() {
    server.close();
  }
}
