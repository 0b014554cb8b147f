package dev.aikagi.tools.sshd;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.aikagi.connection.AgentChannel;
import dev.aikagi.connection.Session;
import dev.aikagi.connection.SessionRequest;
import dev.aikagi.posix.User;
import dev.aikagi.tools.ServerLog;
import dev.aikagi.trust.AuthorizedKeyOptions;
import java.io.OutputStream;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** The socket of an agent that somebody brings along: whose it is, and when it is gone. */
@Timeout(60)
@Tag("G4")
class ForwardedAgentTest {
  private static final SessionRequest REQUEST =
      new SessionRequest.AuthAgentReq(AgentChannel.OPENSSH);

  @TempDir private Path home;

  private LoggedIn in(String... settings) throws Exception {
    return in(new StartedHere(), settings);
  }

  private LoggedIn in(ProgramStarter starter, String... settings) throws Exception {
    Files.setPosixFilePermissions(home, PosixFilePermissions.fromString("rwxr-xr-x"));
    User user = LoggedIn.somebody(home);
    return new LoggedIn(user, AuthorizedKeyOptions.NONE, starter, LoginSession::new, settings);
  }

  @Test
  void nobodyElseMayReachTheSocket() throws Exception {
    try (LoggedIn in = in();
        Session s = in.client.openSession()) {
      assertTrue(s.send(REQUEST).granted(), in::log);
      s.exec("stat -c '%a %u %F' \"$(dirname $SSH_AUTH_SOCK)\" $SSH_AUTH_SOCK; id -u");
      List<String> lines = LoggedIn.outcome(s).text().lines().toList();
      String uid = lines.getLast();
      assertEquals(
          List.of("700 " + uid + " directory", "600 " + uid + " socket", uid), lines, in::log);
    }
  }

  private void homeIsHis() throws Exception {
    User user = LoggedIn.somebody(home);
    if (User.effectiveId() == 0) {
      Files.setAttribute(home, "unix:uid", user.uid());
    }
  }

  @Test
  @Tag("G4")
  void itIsInTheHome() throws Exception {
    inShortHome(this::inTheHome);
  }

  private interface Work {
    void run() throws Exception;
  }

  /** The name of a socket has 107 bytes at most, and folders of tests have long ones. */
  private void inShortHome(Work work) throws Exception {
    Path given = home;
    home = Files.createTempDirectory(Path.of("/tmp"), "h");
    try {
      homeIsHis();
      work.run();
    } finally {
      for (String name : List.of(".ssh/agent", ".ssh", "")) {
        Files.deleteIfExists(home.resolve(name));
      }
      home = given;
    }
  }

  private void inTheHome() throws Exception {
    try (LoggedIn in = in()) {
      try (Session s = in.client.openSession()) {
        assertTrue(s.send(REQUEST).granted(), in::log);
        s.exec(
            "stat -c '%a %u %F' \"$(dirname $SSH_AUTH_SOCK)\" $SSH_AUTH_SOCK; echo $SSH_AUTH_SOCK");
        List<String> lines = LoggedIn.outcome(s).text().lines().toList();
        int uid = LoggedIn.somebody(home).uid();
        assertEquals("700 " + uid + " directory", lines.get(0));
        assertEquals("600 " + uid + " socket", lines.get(1));
        Path socket = Path.of(lines.getLast());
        assertEquals(home.resolve(".ssh/agent"), socket.getParent());
        String name = socket.getFileName().toString();
        assertTrue(name.matches("s\\.[A-Za-z0-9]{10}\\.sshd\\.[A-Za-z0-9]{10}"), name);
      }
      in.session.get().closed.get(20, TimeUnit.SECONDS);
    }
    try (var left = Files.newDirectoryStream(home.resolve(".ssh/agent"))) {
      assertFalse(left.iterator().hasNext());
    }
  }

  /** Sessions that a new user begins at once. */
  @Test
  void soAreThoseOfSeveralSessions() throws Exception {
    inShortHome(this::atOnce);
  }

  private void atOnce() throws Exception {
    int many = 8;
    User user = LoggedIn.somebody(home);
    ServerLog log = ServerLog.toStream(OutputStream.nullOutputStream(), ServerLog.Level.INFO);
    for (int round = 0; round < 10; round++) {
      CyclicBarrier start = new CyclicBarrier(many);
      List<Future<AgentSocket>> made = new ArrayList<>();
      try (ExecutorService threads = Executors.newFixedThreadPool(many)) {
        for (int i = 0; i < many; i++) {
          made.add(
              threads.submit(
                  () -> {
                    start.await();
                    return AgentSocket.make(user, Path.of("/nowhere"), log);
                  }));
        }
      }
      for (Future<AgentSocket> one : made) {
        if (one.state() == Future.State.SUCCESS) {
          one.resultNow().remove(log);
        }
      }
      for (Future<AgentSocket> one : made) {
        assertEquals(home.resolve(".ssh/agent"), one.get().path().getParent());
      }
      Files.delete(home.resolve(".ssh/agent"));
      Files.delete(home.resolve(".ssh"));
    }
  }

  /** Others could put a socket of theirs in its place. */
  @Test
  @Tag("G4")
  void aFolderThatOthersMayEnterHasNone() throws Exception {
    inShortHome(this::withOpenFolder);
  }

  private void withOpenFolder() throws Exception {
    Path ssh = Files.createDirectory(home.resolve(".ssh"));
    Path folder = Files.createDirectory(ssh.resolve("agent"));
    Files.setPosixFilePermissions(folder, PosixFilePermissions.fromString("rwxrwx---"));
    if (User.effectiveId() == 0) {
      Files.setAttribute(ssh, "unix:uid", LoggedIn.somebody(home).uid());
      Files.setAttribute(folder, "unix:uid", LoggedIn.somebody(home).uid());
    }
    temporary();
  }

  /** Where a home is not to be written to. */
  @Test
  void theNameInTmpIsThatOfOpenSsh() throws Exception {
    // A file, also for whoever owns the home.
    Files.createFile(home.resolve(".ssh"));
    temporary();
  }

  private void temporary() throws Exception {
    try (LoggedIn in = in();
        Session s = in.client.openSession()) {
      assertTrue(s.send(REQUEST).granted(), in::log);
      s.exec("echo $SSH_AUTH_SOCK");
      Path socket = Path.of(LoggedIn.outcome(s).text().strip());
      Path folder = Objects.requireNonNull(socket.getParent());
      assertEquals(Path.of(System.getProperty("java.io.tmpdir")), folder.getParent());
      assertTrue(folder.getFileName().toString().matches("ssh-[A-Za-z0-9]{10}"), folder::toString);
      assertEquals("agent." + ProcessHandle.current().pid(), socket.getFileName().toString());
    }
  }

  /** Whoever is refused has no variable, and learns nothing else. */
  @Test
  void whoMayNotHaveOneHasNoSocket() throws Exception {
    try (LoggedIn in = in("AllowAgentForwarding=no");
        Session s = in.client.openSession()) {
      assertFalse(s.send(REQUEST).granted());
      s.exec("echo \"<$SSH_AUTH_SOCK>\"");
      assertEquals("<>\n", LoggedIn.outcome(s).text(), in::log);
      assertTrue(in.log().contains("refused agent forwarding for "), in::log);
      assertTrue(in.log().contains(": AllowAgentForwarding no"), in::log);
    }
  }

  @Test
  void oneSessionHasOneSocket() throws Exception {
    try (LoggedIn in = in();
        Session s = in.client.openSession()) {
      assertTrue(s.send(REQUEST).granted());
      assertFalse(s.send(REQUEST).granted());
      assertTrue(in.log().contains("it was requested for this session before"), in::log);
    }
  }

  /** Not only where modes are heeded. */
  @Test
  void whoeverIsSomebodyElseIsTurnedAway() throws Exception {
    assumeTrue(User.effectiveId() == 0, "needs root: to connect as two users");
    User other = User.named("daemon").orElseThrow();
    try (LoggedIn in = in();
        Session s = in.client.openSession()) {
      assertTrue(s.send(REQUEST).granted(), in::log);
      String open = "chmod 755 \"$(dirname $SSH_AUTH_SOCK)\"; chmod 666 $SSH_AUTH_SOCK; ";
      s.exec(open + "echo $SSH_AUTH_SOCK; cat");
      Path socket = Path.of(line(s));
      int read =
          other.callAs(
              "connect to " + socket,
              () -> {
                try (SocketChannel channel =
                    SocketChannel.open(UnixDomainSocketAddress.of(socket))) {
                  return channel.read(ByteBuffer.allocate(1));
                }
              });
      assertEquals(-1, read);
      String line = "agent: uid mismatch: peer euid " + other.uid() + " != uid ";
      assertTrue(in.log().contains(line), in::log);
      // He himself gets as far as the client, which has no agent.
      try (SocketChannel channel = SocketChannel.open(UnixDomainSocketAddress.of(socket))) {
        assertEquals(-1, channel.read(ByteBuffer.allocate(1)));
      }
      assertTrue(in.log().contains("open failed"), in::log);
    }
  }

  @Test
  void nothingIsLeftAfterTheProgram() throws Exception {
    try (LoggedIn in = in();
        Session s = in.client.openSession()) {
      assertTrue(s.send(REQUEST).granted(), in::log);
      s.exec("echo $SSH_AUTH_SOCK");
      Path socket = Path.of(LoggedIn.outcome(s).text().strip());
      in.session.get().closed.get(20, TimeUnit.SECONDS);
      gone(socket);
    }
  }

  @Test
  void nothingIsLeftWhereTheClientIsGone() throws Exception {
    try (LoggedIn in = in();
        Session s = in.client.openSession()) {
      assertTrue(s.send(REQUEST).granted(), in::log);
      s.exec("echo $SSH_AUTH_SOCK; cat");
      Path socket = Path.of(line(s));
      assertTrue(Files.exists(socket));
      in.client.close();
      in.session.get().closed.get(20, TimeUnit.SECONDS);
      gone(socket);
    }
  }

  /** Without a program too. */
  @Test
  void nothingIsLeftOfASessionWithoutAProgram() throws Exception {
    try (LoggedIn in = in()) {
      try (Session s = in.client.openSession()) {
        assertTrue(s.send(REQUEST).granted(), in::log);
      }
      in.session.get().closed.get(20, TimeUnit.SECONDS);
    }
    try (var left =
        Files.newDirectoryStream(Path.of(System.getProperty("java.io.tmpdir")), "ssh-*")) {
      for (Path folder : left) {
        assertTrue(
            Files.notExists(folder.resolve("agent." + ProcessHandle.current().pid())),
            folder::toString);
      }
    }
  }

  private static String line(Session s) throws Exception {
    StringBuilder line = new StringBuilder();
    for (int b = s.stdout().read(); b >= 0 && b != '\n'; b = s.stdout().read()) {
      line.append((char) b);
    }
    return line.toString();
  }

  private void gone(Path socket) {
    assertTrue(Files.notExists(socket), socket::toString);
    Path folder = Objects.requireNonNull(socket.getParent());
    assertTrue(folder.startsWith(home) || Files.notExists(folder), socket::toString);
  }
}
