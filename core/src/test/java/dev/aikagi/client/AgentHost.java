package dev.aikagi.client;

import dev.aikagi.auth.ClientMethod;
import dev.aikagi.auth.Identity;
import dev.aikagi.connection.AgentChannel;
import dev.aikagi.connection.Connection;
import dev.aikagi.connection.ExitResult;
import dev.aikagi.connection.ServerSession;
import dev.aikagi.connection.SessionHandler;
import dev.aikagi.connection.SessionRequest;
import dev.aikagi.kex.HostKeyVerdict;
import dev.aikagi.key.KeyGenerator;
import dev.aikagi.key.PrivateKey;
import dev.aikagi.server.FixedUsers;
import dev.aikagi.server.Server;
import dev.aikagi.server.ServerOptions;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;

/** A server that takes the agent which it is offered, and asks for it whenever the test wants. */
final class AgentHost implements AutoCloseable {
  private static final PrivateKey USER_KEY = KeyGenerator.ed25519();

  final PrivateKey hostKey = KeyGenerator.ed25519();
  final CompletableFuture<AgentChannel> offered = new CompletableFuture<>();
  final CompletableFuture<Connection> connection = new CompletableFuture<>();
  private final CountDownLatch over = new CountDownLatch(1);
  private final Server<FixedUsers.User> server;

  AgentHost() throws IOException {
    server =
        Server.start(
            ServerOptions.of(
                    new FixedUsers()
                        .withKey("hoge", USER_KEY.publicKey())
                        .policies(List.of(hostKey), any -> new Sessions()))
                .withAddresses(new InetSocketAddress(InetAddress.ofLiteral("127.0.0.1"), 0)));
  }

  private final class Sessions implements SessionHandler {
    @Override
    public boolean request(ServerSession session, SessionRequest request) {
      connection.complete(session.connection());
      if (request instanceof SessionRequest.AuthAgentReq agent) {
        offered.complete(agent.channel());
        return true;
      }
      return request instanceof SessionRequest.Exec;
    }

    @Override
    public ExitResult run(ServerSession session) throws IOException {
      try {
        over.await();
      } catch (InterruptedException e) {
        throw new IOException(e);
      }
      return ExitResult.status(0);
    }
  }

  Client logIn(AgentForwarding forwarding) throws IOException {
    return Client.connect(
        ClientOptions.to(
                "127.0.0.1",
                server.addresses().getFirst().getPort(),
                "hoge",
                (key, algorithm) -> new HostKeyVerdict.Accepted(() -> "any will do"))
            .withMethods(new ClientMethod.PublicKey(List.of(Identity.of("mine", USER_KEY))))
            .withAgentForwarding(forwarding));
  }

  @Override
  public void close() {
    over.countDown();
    server.close();
  }
}
