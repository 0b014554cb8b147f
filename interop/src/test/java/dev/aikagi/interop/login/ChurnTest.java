package dev.aikagi.interop.login;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.aikagi.auth.ClientMethod;
import dev.aikagi.auth.Identity;
import dev.aikagi.client.Client;
import dev.aikagi.client.ClientOptions;
import dev.aikagi.connection.ExitResult;
import dev.aikagi.connection.Session;
import dev.aikagi.kex.HostKeyVerdict;
import dev.aikagi.key.KeyGenerator;
import dev.aikagi.key.PrivateKey;
import dev.aikagi.server.CommandSession;
import dev.aikagi.server.FixedUsers;
import dev.aikagi.server.MaxStartups;
import dev.aikagi.server.Server;
import dev.aikagi.server.ServerOptions;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Many logins end without a thread, a file descriptor or memory left behind. */
@Timeout(300)
class ChurnTest {
  private static final String USER = "hoge";
  private static final PrivateKey HOST_KEY = KeyGenerator.ed25519();
  private static final PrivateKey USER_KEY = KeyGenerator.ed25519();

  private Server<FixedUsers.User> server;
  private ClientOptions options;

  @BeforeEach
  void start() throws IOException {
    FixedUsers users = new FixedUsers().withKey(USER, USER_KEY.publicKey());
    server =
        Server.start(
            ServerOptions.of(
                    users.policies(List.of(HOST_KEY), user -> new CommandSession(ChurnTest::run)))
                .withMaxStartups(new MaxStartups(1000, 30, 1000, 1000))
                .withAddresses(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0)));
    InetSocketAddress address = server.addresses().getFirst();
    options =
        ClientOptions.to(
                address.getAddress().getHostAddress(),
                address.getPort(),
                USER,
                (key, algorithm) ->
                    key.equals(HOST_KEY.publicKey())
                        ? new HostKeyVerdict.Accepted(() -> "the test's host key")
                        : new HostKeyVerdict.Refused(() -> "another host key"))
            .withMethods(new ClientMethod.PublicKey(List.of(Identity.of("id_ed25519", USER_KEY))));
  }

  @AfterEach
  void stop() {
    server.close();
  }

  private static int run(String command, dev.aikagi.connection.ServerSession session)
      throws IOException {
    session.stdout().write(command.getBytes(UTF_8));
    return 0;
  }

  @Tag("R4")
  @Test
  void tenThousandLoginsLeaveNothing() throws Exception {
    // Two at a time keep both cores busy; the first thousand warm up.
    logIn(1000);
    Footprint before = Footprint.now(server);
    logIn(9000);
    Footprint after = Footprint.now(server);
    after.assertNoMoreThan(before);
  }

  @Tag("R5")
  @Test
  void twoHundredLoginsAtOnce() throws Exception {
    logIn(100);
    Footprint before = Footprint.now(server);
    CountDownLatch allIn = new CountDownLatch(200);
    try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
      List<Future<?>> all = new ArrayList<>();
      for (int i = 0; i < 200; i++) {
        all.add(threads.submit(() -> stay(allIn)));
      }
      for (Future<?> one : all) {
        one.get(120, TimeUnit.SECONDS);
      }
    }
    Footprint after = Footprint.now(server);
    after.assertNoMoreThan(before);
  }

  private Void stay(CountDownLatch allIn) throws Exception {
    try (Client client = Client.connect(options);
        Session session = client.openSession()) {
      allIn.countDown();
      assertTrue(allIn.await(100, TimeUnit.SECONDS));
      exec(session);
    }
    return null;
  }

  private void logIn(int times) throws Exception {
    Semaphore two = new Semaphore(2);
    try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
      List<Future<?>> all = new ArrayList<>();
      for (int i = 0; i < times; i++) {
        two.acquire();
        all.add(
            threads.submit(
                () -> {
                  try (Client client = Client.connect(options);
                      Session session = client.openSession()) {
                    exec(session);
                  } finally {
                    two.release();
                  }
                  return null;
                }));
      }
      for (Future<?> one : all) {
        one.get(100, TimeUnit.SECONDS);
      }
    }
  }

  private static void exec(Session session) throws IOException {
    session.exec("hello");
    assertEquals("hello", new String(session.stdout().readAllBytes(), UTF_8));
    assertEquals(ExitResult.status(0), session.awaitExit());
  }

  /** What a process holds; read when all connections are gone. */
  private record Footprint(int threads, long descriptors, long heap) {
    private static final int SOME = 8;

    static Footprint now(Server<?> server) throws Exception {
      long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(30);
      while ((server.connections() > 0 || server.pendingStartups() > 0)
          && System.nanoTime() < deadline) {
        LockSupport.parkNanos(1_000_000);
      }
      assertEquals(0, server.connections());
      long heap = Long.MAX_VALUE;
      for (int i = 0; i < 3; i++) {
        System.gc();
        Runtime r = Runtime.getRuntime();
        heap = Math.min(heap, r.totalMemory() - r.freeMemory());
      }
      try (Stream<Path> open = Files.list(Path.of("/proc/self/fd"))) {
        return new Footprint(
            ManagementFactory.getThreadMXBean().getThreadCount(), open.count(), heap);
      }
    }

    void assertNoMoreThan(Footprint before) {
      assertTrue(threads <= before.threads + SOME, this + " after " + before);
      assertTrue(descriptors <= before.descriptors + SOME, this + " after " + before);
      assertTrue(heap <= before.heap + (4 << 20), this + " after " + before);
    }
  }
}
