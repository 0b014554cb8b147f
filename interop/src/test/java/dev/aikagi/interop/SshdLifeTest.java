package dev.aikagi.interop;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assertions.fail;

import dev.aikagi.auth.ClientMethod;
import dev.aikagi.auth.Identity;
import dev.aikagi.client.Client;
import dev.aikagi.client.ClientOptions;
import dev.aikagi.connection.ChannelOpenException;
import dev.aikagi.connection.Session;
import dev.aikagi.kex.HostKeyVerdict;
import dev.aikagi.key.KeyGenerator;
import dev.aikagi.key.PrivateKey;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.NetworkInterface;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** How an sshd begins, limits, reloads and ends: OpenSSH's beside ours wherever both can. */
@Timeout(240)
class SshdLifeTest {
  private static final String USER = System.getProperty("user.name", "root");
  private static final PrivateKey KEY = KeyGenerator.ed25519();
  private static final String KEPT = "the configuration stays as it was";

  @TempDir static Path folder;

  @BeforeAll
  static void prepare() throws Exception {
    Assumptions.assumeTrue(Accounts.isRoot(), "OpenSSH's sshd needs root");
    Command.of(Peer.required("ssh-keygen"), "-q", "-t", "ed25519", "-N", "")
        .and("-f", folder.resolve("host").toString())
        .run()
        .expectSuccess();
    Files.writeString(folder.resolve("keys"), KEY.publicKey().line() + "\n");
  }

  private static String program(String whose) {
    return whose.equals("ours") ? Peer.ours("sshd") : Peer.required("sshd");
  }

  private static Path config(int port, String... lines) throws IOException {
    List<String> all = new ArrayList<>(List.of(lines));
    all.addAll(
        List.of(
            "Port " + port,
            "HostKey " + folder.resolve("host"),
            "AuthorizedKeysFile " + folder.resolve("keys"),
            "StrictModes no",
            "UsePAM no",
            "SetEnv " + Sshd.NO_HOME,
            "PermitRootLogin yes",
            "LogLevel VERBOSE",
            "PidFile none",
            "MaxStartups 100:30:200"));
    if (all.stream()
        .noneMatch(l -> l.startsWith("ListenAddress") || l.startsWith("AddressFamily"))) {
      all.add("ListenAddress 127.0.0.1");
    }
    return Files.writeString(folder.resolve("sshd_config." + port), String.join("\n", all) + "\n");
  }

  private static Daemon start(String whose, List<String> arguments, String... lines)
      throws Exception {
    return Daemon.start(
        "Server listening on",
        port -> {
          List<String> words = new ArrayList<>(List.of(program(whose), "-D", "-e"));
          words.addAll(arguments);
          words.addAll(List.of("-f", config(port, lines).toString()));
          return words;
        });
  }

  private static ClientOptions client(Daemon server) {
    return ClientOptions.to(
            "127.0.0.1",
            server.port(),
            USER,
            (key, algorithm) -> new HostKeyVerdict.Accepted(() -> "any will do"))
        .withMethods(new ClientMethod.PublicKey(List.of(Identity.of("id", KEY))));
  }

  private static String says(Daemon server, String word) throws IOException {
    try (Client client = Client.connect(client(server));
        Session session = client.openSession()) {
      session.exec("echo " + word);
      return new String(session.stdout().readAllBytes(), UTF_8).strip();
    }
  }

  /** By a shell that does something before. */
  private static Daemon startAfter(String shell, String whose) throws Exception {
    return Daemon.start(
        "Server listening on",
        port ->
            List.of(
                "/bin/sh",
                "-c",
                shell + "; exec \"$@\"",
                "sh",
                program(whose),
                "-D",
                "-e",
                "-f",
                config(port).toString()));
  }

  /** Nothing that a user's program makes is for others to write because of the server's start. */
  @ParameterizedTest
  @ValueSource(strings = {"ours", "OpenSSH's"})
  void theMaskOfItsStarterOpensNoFilesOfUsers(String whose) throws Exception {
    try (Daemon server = startAfter("umask 0", whose)) {
      assertEquals("0022", says(server, "$(umask)"));
    }
  }

  /** A JVM that was started by nohup leaves the signal ignored by itself. */
  @ParameterizedTest
  @ValueSource(strings = {"ours", "OpenSSH's"})
  void hangUpsThatItsStarterIgnoredReloadIt(String whose) throws Exception {
    String restarting = "Received SIGHUP; restarting.";
    try (Daemon server = startAfter("trap '' HUP", whose)) {
      // OpenSSH's sshd says that it listens before it minds the signal: that one is lost.
      for (int i = 0; i < 60; i++) {
        hangUp(server);
        if (server.await(restarting, Duration.ofSeconds(1))) {
          return;
        }
      }
      fail(server.log());
    }
  }

  /** What a stranger reads until the end, or at the most so much; empty if refused at once. */
  private static String greeting(String from, String to, int port) throws IOException {
    try (Socket socket = new Socket()) {
      socket.setSoTimeout(30_000);
      socket.bind(new InetSocketAddress(from, 0));
      socket.connect(new InetSocketAddress(to, port));
      return new String(socket.getInputStream().readNBytes(8), UTF_8);
    } catch (java.net.SocketException e) {
      return "";
    }
  }

  private static Socket stranger(String from, int port) throws IOException {
    Socket socket = new Socket();
    socket.setSoTimeout(30_000);
    socket.bind(new InetSocketAddress(from, 0));
    socket.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), port));
    return socket;
  }

  private static String first(Socket socket) throws IOException {
    try {
      return new String(socket.getInputStream().readNBytes(8), UTF_8);
    } catch (java.net.SocketException e) {
      return "";
    }
  }

  @Tag("H5")
  @ParameterizedTest
  @ValueSource(strings = {"theirs", "ours"})
  void aFamilyIsThatFamily(String whose) throws Exception {
    Assumptions.assumeTrue(
        NetworkInterface.getByInetAddress(InetAddress.ofLiteral("::1")) != null, "needs IPv6");
    for (String flag : List.of("-4", "-6")) {
      boolean four = flag.equals("-4");
      try (Daemon server = start(whose, List.of(flag), "AddressFamily any")) {
        int port = server.port();
        assertEquals(four ? "SSH-2.0-" : "", greeting("127.0.0.1", "127.0.0.1", port), flag);
        assertEquals(four ? "" : "SSH-2.0-", greeting("::1", "::1", port), flag);
        assertTrue(server.logs("listening on " + (four ? "0.0.0.0" : "::") + " port " + port));
      }
    }
  }

  @Tag("H1")
  @ParameterizedTest
  @ValueSource(strings = "ours")
  void theGraceTimeEndsWhoSaysNothing(String whose) throws Exception {
    try (Daemon server = start(whose, List.of("-g", "1"), "LoginGraceTime 100");
        Socket silent = stranger("127.0.0.1", server.port())) {
      assertTrue(silent.getInputStream().readAllBytes().length > 0);
      assertTrue(
          server.await("Timeout before authentication for 127.0.0.1", Duration.ofSeconds(20)),
          server::log);
    }
  }

  @Tag("B9")
  @ParameterizedTest
  @ValueSource(strings = {"theirs", "ours"})
  void sessionsOfAConnectionAreLimited(String whose) throws Exception {
    try (Daemon server = start(whose, List.of(), "MaxSessions 2");
        Client client = Client.connect(client(server));
        Session two = client.openSession()) {
      Session one = client.openSession();
      one.exec("cat");
      two.exec("cat");
      assertThrows(ChannelOpenException.class, client::openSession);
      one.close();
      Session three = opened(client);
      three.exec("echo three");
      assertEquals("three\n", new String(three.stdout().readAllBytes(), UTF_8));
      three.close();
    }
    try (Daemon server = start(whose, List.of(), "MaxSessions 0");
        Client client = Client.connect(client(server))) {
      assertThrows(ChannelOpenException.class, client::openSession);
    }
  }

  /** The place of a session is free when its program has ended. */
  private static Session opened(Client client) throws IOException {
    long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(20);
    while (true) {
      try {
        return client.openSession();
      } catch (ChannelOpenException e) {
        if (System.nanoTime() > deadline) {
          throw e;
        }
      }
    }
  }

  @Tag("H5")
  @ParameterizedTest
  @ValueSource(strings = "ours")
  void startupsAreLimited(String whose) throws Exception {
    List<Socket> held = new ArrayList<>();
    try (Daemon server = start(whose, List.of(), "MaxStartups 3:100:3")) {
      for (int i = 0; i < 3; i++) {
        held.add(stranger("127.0.0.1", server.port()));
        assertEquals("SSH-2.0-", first(held.getLast()));
      }
      try (Socket fourth = stranger("127.0.0.1", server.port())) {
        assertFalse(first(fourth).equals("SSH-2.0-"));
      }
      assertTrue(server.await("drop connection", Duration.ofSeconds(10)), server::log);
      held.removeFirst().close();
      // The place is free again: a login goes through, sooner or later.
      assertEquals("again", retried(() -> says(server, "again")));
    } finally {
      for (Socket s : held) {
        s.close();
      }
    }
  }

  private interface Attempt {
    String make() throws IOException;
  }

  private static String retried(Attempt attempt) throws IOException {
    long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(20);
    while (true) {
      try {
        return attempt.make();
      } catch (IOException e) {
        if (System.nanoTime() > deadline) {
          throw e;
        }
      }
    }
  }

  /** From begin on some are dropped, by chance. */
  @Tag("H5")
  @ParameterizedTest
  @ValueSource(strings = "ours")
  void someStartupsAreDroppedEarly(String whose) throws Exception {
    List<Socket> held = new ArrayList<>();
    int dropped = 0;
    try (Daemon server = start(whose, List.of(), "MaxStartups 2:50:100000")) {
      for (int i = 0; i < 40; i++) {
        Socket socket = stranger("127.0.0.1", server.port());
        held.add(socket);
        dropped += first(socket).equals("SSH-2.0-") ? 0 : 1;
      }
    } finally {
      for (Socket s : held) {
        s.close();
      }
    }
    // A fair coin thrown 38 times; outside of this once in ten million runs.
    assertTrue(dropped > 3 && dropped < 36, dropped + " of 40");
  }

  /** A network of addresses is one source. */
  @Tag("H5")
  @ParameterizedTest
  @ValueSource(strings = {"theirs", "ours"})
  void startupsOfASourceAreLimited(String whose) throws Exception {
    for (int bits : new int[] {32, 8}) {
      try (Daemon server =
              start(
                  whose,
                  List.of(),
                  "PerSourceMaxStartups 1",
                  "PerSourceNetBlockSize " + bits + ":128");
          Socket one = stranger("127.0.0.1", server.port())) {
        assertEquals("SSH-2.0-", first(one));
        try (Socket same = stranger("127.0.0.1", server.port());
            Socket neighbour = stranger("127.9.8.7", server.port())) {
          assertFalse(first(same).equals("SSH-2.0-"));
          assertEquals(bits == 32, first(neighbour).equals("SSH-2.0-"), bits + " bits");
        }
      }
    }
  }

  /** OpenSSH has this since 9.8; the one beside us may not. */
  @Tag("H5")
  @Test
  void aSourceThatFailsIsRefusedForAWhile() throws Exception {
    try (Daemon server =
        start("ours", List.of(), "PerSourcePenalties authfail:30 min:1", "MaxAuthTries 1")) {
      ClientOptions stranger =
          client(server)
              .withMethods(
                  new ClientMethod.PublicKey(
                      List.of(Identity.of("other", KeyGenerator.ed25519()))));
      assertThrows(IOException.class, () -> Client.connect(stranger));
      assertTrue(server.await("new penalty for 127.0.0.1", Duration.ofSeconds(20)), server::log);
      assertThrows(IOException.class, () -> says(server, "refused"));
      // The daemon hangs up before it writes of it: a stranger who waits for no log is gone sooner.
      assertTrue(
          server.await("penalty: failed authentication", Duration.ofSeconds(20)), server::log);
      try (Socket elsewhere = stranger("127.9.8.7", server.port())) {
        assertEquals("SSH-2.0-", first(elsewhere));
      }
    }
  }

  /** Twenty people log in again and again while the configuration is read anew, and once badly. */
  @Tag("R15")
  @Test
  void aReloadUnderLoadDropsNobody() throws Exception {
    try (Daemon server = start("ours", List.of(), "ClientAliveInterval 0");
        Client lasting = Client.connect(client(server));
        Session session = lasting.openSession()) {
      session.exec("cat");
      AtomicBoolean stop = new AtomicBoolean();
      AtomicInteger logins = new AtomicInteger();
      Path file = folder.resolve("sshd_config." + server.port());
      String good = Files.readString(file);
      try (ExecutorService people = Executors.newVirtualThreadPerTaskExecutor()) {
        List<Future<?>> all = new ArrayList<>();
        for (int i = 0; i < 20; i++) {
          all.add(
              people.submit(
                  () -> {
                    // Without a command: what root's shell reads at its start is not looked at
                    // here.
                    while (!stop.get()) {
                      Client.connect(client(server)).close();
                      logins.incrementAndGet();
                    }
                    return null;
                  }));
        }
        try {
          for (int i = 0; i < 5; i++) {
            int before = logins.get();
            String bad = i == 2 ? "NoSuchKeyword yes\n" : "";
            // Whole at once: the server may still be reading, and half a file is a configuration
            // too.
            Path next = Files.writeString(folder.resolve("next"), "# " + i + "\n" + good + bad);
            Files.move(next, file, StandardCopyOption.ATOMIC_MOVE);
            hangUp(server);
            assertTrue(server.await("Received SIGHUP", i + 1, Duration.ofSeconds(60)), server::log);
            if (!bad.isEmpty()) {
              assertTrue(server.await(KEPT, Duration.ofSeconds(60)), server::log);
            }
            awaitMore(logins, before + 10, all);
          }
        } finally {
          stop.set(true);
        }
        for (Future<?> one : all) {
          one.get(60, TimeUnit.SECONDS);
        }
      }
      session.stdin().write("still here".getBytes(UTF_8));
      session.stdin().close();
      assertEquals("still here", new String(session.stdout().readAllBytes(), UTF_8));
    }
  }

  private static void hangUp(Daemon server) throws Exception {
    Command.of("kill", "-HUP", Long.toString(server.pid())).run().expectSuccess();
  }

  private static void awaitMore(AtomicInteger counter, int wanted, List<Future<?>> all)
      throws Exception {
    long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(60);
    while (counter.get() < wanted && System.nanoTime() < deadline) {
      for (Future<?> one : all) {
        if (one.isDone()) {
          one.get();
        }
      }
      LockSupport.parkNanos(1_000_000);
    }
    assertTrue(counter.get() >= wanted, counter + " logins");
  }

  /** After SIGTERM nobody comes in, and who is in may finish. */
  @Tag("R16")
  @ParameterizedTest
  @ValueSource(strings = {"theirs", "ours"})
  void sessionsOutliveSigterm(String whose) throws Exception {
    try (Daemon server = start(whose, List.of())) {
      Client client = Client.connect(client(server));
      Session session = client.openSession();
      session.exec("cat");
      assertTrue(server.process().toHandle().destroy());
      assertTrue(
          server.await("Received signal 15; terminating.", Duration.ofSeconds(20)), server::log);
      assertEquals("", retriedUntilRefused(server));
      session.stdin().write("last words".getBytes(UTF_8));
      session.stdin().close();
      assertEquals("last words", new String(session.stdout().readAllBytes(), UTF_8));
      client.close();
      assertTrue(server.process().waitFor(20, TimeUnit.SECONDS));
      assertEquals(0, server.process().exitValue());
    }
  }

  private static String retriedUntilRefused(Daemon server) throws IOException {
    long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(20);
    String seen = greeting("127.0.0.1", "127.0.0.1", server.port());
    while (!seen.isEmpty() && System.nanoTime() < deadline) {
      seen = greeting("127.0.0.1", "127.0.0.1", server.port());
    }
    return seen;
  }

  @Tag("R16")
  @Test
  void aSecondSigtermWaitsForNobody() throws Exception {
    try (Daemon server = start("ours", List.of());
        Client client = Client.connect(client(server));
        Session session = client.openSession()) {
      session.exec("cat");
      for (int i = 0; i < 2; i++) {
        Command.of("kill", "-TERM", Long.toString(server.pid())).run().expectSuccess();
      }
      assertTrue(server.process().waitFor(20, TimeUnit.SECONDS));
      assertTrue(server.logs("terminating at once."), server.log());
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"theirs", "ours"})
  void thePidFileComesAndGoes(String whose) throws Exception {
    Path file = folder.resolve("pid." + whose);
    try (Daemon server = start(whose, List.of(), "PidFile " + file)) {
      awaitFile(file);
      assertEquals(server.pid() + "\n", Files.readString(file));
      assertTrue(server.process().toHandle().destroy());
      assertTrue(server.process().waitFor(20, TimeUnit.SECONDS));
      assertFalse(Files.exists(file));
    }
  }

  private static void awaitFile(Path file) throws IOException {
    long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(20);
    while ((!Files.exists(file) || Files.size(file) == 0) && System.nanoTime() < deadline) {
      LockSupport.parkNanos(1_000_000);
    }
    assertTrue(Files.exists(file), file + " is not there");
  }

  /** Without -D the caller gets the prompt back, and the server serves. */
  @ParameterizedTest
  @ValueSource(strings = {"theirs", "ours"})
  void itGoesIntoTheBackgroundAndLogsToAFile(String whose) throws Exception {
    int port = SshdAccessTest.free();
    Path pid = folder.resolve("background." + whose);
    Path log = folder.resolve("log." + whose);
    Path file = config(port, "PidFile " + pid);
    Command.Outcome started =
        Command.of(program(whose), "-E", log.toString(), "-f", file.toString()).run();
    assertEquals(0, started.status(), started::toString);
    assertEquals("", started.text() + started.errors());
    awaitFile(pid);
    long number = Long.parseLong(Files.readString(pid).strip());
    ProcessHandle server = ProcessHandle.of(number).orElseThrow();
    try {
      assertEquals("SSH-2.0-", greeting("127.0.0.1", "127.0.0.1", port));
      assertTrue(Files.readString(log).contains("Server listening on 127.0.0.1 port " + port));
    } finally {
      server.destroy();
      server.onExit().get(30, TimeUnit.SECONDS);
    }
    assertFalse(Files.exists(pid));
  }

  @ParameterizedTest
  @ValueSource(strings = {"theirs", "ours"})
  void quietSaysNothing(String whose) throws Exception {
    int port = SshdAccessTest.free();
    Path out = folder.resolve("quiet." + whose);
    Path pid = folder.resolve("quiet.pid." + whose);
    Path file = config(port, "PidFile " + pid);
    Process server =
        new ProcessBuilder(program(whose), "-q", "-D", "-e", "-f", file.toString())
            .redirectErrorStream(true)
            .redirectOutput(out.toFile())
            .start();
    try {
      // Not by trying the port: a socket of Linux's may connect to itself before the server has it.
      awaitFile(pid);
      assertEquals("SSH-2.0-", greeting("127.0.0.1", "127.0.0.1", port));
    } finally {
      server.destroy();
      assertTrue(server.waitFor(20, TimeUnit.SECONDS));
    }
    assertEquals("", Files.readString(out));
  }

  /** -t says what is wrong, in the same words and with the same status. */
  @Test
  void testingAFileSaysTheSame() throws Exception {
    List<String> files = new ArrayList<>();
    String host = "HostKey " + folder.resolve("host") + "\n";
    files.add(host);
    files.add(host + "NoSuchKeyword yes\n");
    files.add(host + "Port 0\n");
    files.add(host + "MaxStartups 0\n");
    files.add(host + "PermitRootLogin perhaps\n");
    files.add(host + "AuthorizedKeysCommand /bin/true\n");
    files.add("HostKey /no/such/key\n");
    files.add(host + "Match User x\nPort 22\n");
    Path file = folder.resolve("tested");
    for (String text : files) {
      Files.writeString(file, text);
      Command.Outcome theirs = Command.of(program("theirs"), "-t", "-f", file.toString()).run();
      Command.Outcome ours = Command.of(program("ours"), "-t", "-f", file.toString()).run();
      assertEquals(theirs.status(), ours.status(), text);
      assertEquals(words(theirs), words(ours), text);
    }
  }

  private static String words(Command.Outcome outcome) {
    return outcome.errors().replace("\"", "").replace("\r", "");
  }

  /** With -d one connection is served, and then the server is over. */
  @ParameterizedTest
  @ValueSource(strings = {"theirs", "ours"})
  void debuggingServesOnce(String whose) throws Exception {
    try (Daemon server = start(whose, List.of("-d"))) {
      assertEquals("once", says(server, "once"));
      assertTrue(server.process().waitFor(30, TimeUnit.SECONDS), server::log);
      assertTrue(server.logs("debug1: "), server.log());
    }
  }

  /** UseDNS: a name that leads back to the address counts as the host, and only then. */
  @ParameterizedTest
  @ValueSource(strings = {"theirs", "ours"})
  void namesOfHostsCountWithUseDns(String whose) throws Exception {
    String name = InetAddress.ofLiteral("127.0.0.1").getCanonicalHostName();
    Assumptions.assumeFalse(name.startsWith("127."), "127.0.0.1 has no name here");
    String allow = "AllowUsers " + USER + "@" + name;
    try (Daemon server = start(whose, List.of(), "UseDNS yes", allow)) {
      assertEquals("by name", says(server, "by name"));
    }
    try (Daemon server = start(whose, List.of(), "UseDNS no", allow)) {
      assertThrows(IOException.class, () -> says(server, "by name"));
      assertTrue(server.await("not listed in AllowUsers", Duration.ofSeconds(10)), server::log);
    }
  }
}
