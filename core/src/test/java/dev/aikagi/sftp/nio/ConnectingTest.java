package dev.aikagi.sftp.nio;

import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.aikagi.Bytes;
import dev.aikagi.auth.ClientMethod;
import dev.aikagi.auth.Identity;
import dev.aikagi.client.ClientOptions;
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
import dev.aikagi.sftp.NioServedFiles;
import dev.aikagi.sftp.SftpException;
import dev.aikagi.sftp.SftpServer;
import dev.aikagi.sftp.SftpServerOptions;
import dev.aikagi.sftp.SftpStatus;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.file.FileSystems;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** File systems that have a connection of their own. */
@Timeout(60)
class ConnectingTest {
  private static final PrivateKey KEY = KeyGenerator.ed25519();

  @TempDir private Path folder;

  /** Serves files, and does not say where they begin. */
  private final class Nowhere implements SessionHandler {
    private final CountDownLatch closed = new CountDownLatch(1);

    @Override
    public boolean request(ServerSession session, SessionRequest request) {
      return request instanceof SessionRequest.Subsystem;
    }

    @Override
    public ExitResult run(ServerSession session) throws IOException {
      Faulty.Fault fault =
          (method, arguments) -> {
            if (method.equals("realPath")) {
              throw new SftpException(SftpStatus.FAILURE, method, Bytes.EMPTY, "");
            }
            return null;
          };
      new SftpServer(Faulty.files(new NioServedFiles(folder), fault), SftpServerOptions.DEFAULT)
          .serve(session.stdin(), session.stdout());
      return ExitResult.status(0);
    }

    @Override
    public void closed(ServerSession session) {
      closed.countDown();
    }
  }

  @Test
  void aServerWithoutAStartLeavesNoConnection() throws Exception {
    Nowhere nowhere = new Nowhere();
    FixedUsers users = new FixedUsers().withKey("hoge", KEY.publicKey());
    ServerOptions<FixedUsers.User> options =
        ServerOptions.of(users.policies(List.of(KEY), user -> nowhere))
            .withAddresses(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0));
    try (Server<FixedUsers.User> server = Server.start(options)) {
      InetSocketAddress address = server.addresses().getFirst();
      String host = address.getAddress().getHostAddress();
      ClientOptions client =
          ClientOptions.to(
                  host,
                  address.getPort(),
                  "hoge",
                  (key, algorithm) -> new HostKeyVerdict.Accepted(() -> "the test's host key"))
              .withMethods(new ClientMethod.PublicKey(List.of(Identity.of("mine", KEY))));
      URI uri = URI.create("sftp://hoge@" + host + ":" + address.getPort());
      Map<String, ?> env = Map.of(SftpFileSystemProvider.CLIENT_OPTIONS, client);
      assertThrows(SftpException.class, () -> FileSystems.newFileSystem(uri, env));
      nowhere.closed.await();
    }
  }
}
