package dev.aikagi.interop;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/**
 * Who may log in, as root's PermitRootLogin, the lists of users and groups and Match blocks say it:
 * the same configuration under OpenSSH's sshd and under ours. Each case has a port of its own.
 */
@Tag("H3")
@Timeout(300)
class SshdAccessTest {
  /** OpenSSH listens on sixteen sockets at the most. */
  private static final int MAX_PORTS = 12;

  @TempDir static Path folder;
  private static Accounts accounts;
  private static String user = "";
  private static String group = "";
  private static Jail jail;

  /**
   * One port.
   *
   * @param login who logs in
   * @param lines of the Match block
   * @param expected standard output, or what the log says of the refusal
   */
  private record Case(String login, List<String> lines, boolean in, String expected) {}

  private static final List<Case> CASES = new ArrayList<>();

  private static void in(String login, String output, String... lines) {
    CASES.add(new Case(login, List.of(lines), true, output));
  }

  private static void out(String login, String reason, String... lines) {
    CASES.add(new Case(login, List.of(lines), false, reason));
  }

  @BeforeAll
  static void prepare() throws Exception {
    accounts = Accounts.make(folder);
    group = accounts.group("g");
    String otherGroup = accounts.group("h");
    user = accounts.user("u", group);
    for (String key : List.of("host", "id")) {
      Command.of(Peer.required("ssh-keygen"), "-q", "-t", "ed25519", "-N", "")
          .and("-f", folder.resolve(key).toString())
          .run()
          .expectSuccess();
    }
    String line = Files.readString(folder.resolve("id.pub"));
    Files.writeString(folder.resolve("plain"), line);
    Files.writeString(folder.resolve("forced"), "command=\"echo of the key\" " + line);
    // The users of the test read their keys themselves.
    for (String open : List.of("", "plain", "forced")) {
      Command.of("chmod", "a+rX", folder.resolve(open).toString()).run().expectSuccess();
    }
    String forcedKey = "AuthorizedKeysFile " + folder.resolve("forced");
    String refused = "ROOT LOGIN REFUSED FROM 127.0.0.1 port";
    in("root", "said", "PermitRootLogin yes");
    in("root", "said", "PermitRootLogin prohibit-password");
    out("root", refused, "PermitRootLogin no");
    out("root", refused, "PermitRootLogin no", forcedKey);
    out("root", refused, "PermitRootLogin forced-commands-only");
    out("root", refused, "PermitRootLogin forced-commands-only", "ForceCommand echo of the file");
    in("root", "of the key", "PermitRootLogin forced-commands-only", forcedKey);
    in(user, "said", "AllowUsers nobody " + user);
    in(user, "said", "AllowUsers " + user + "@127.0.0.0/8");
    out(user, "not allowed because not listed in AllowUsers", "AllowUsers nobody");
    out(user, "not allowed because not listed in AllowUsers", "AllowUsers *@192.0.2.0/24");
    out(user, "not allowed because listed in DenyUsers", "DenyUsers ak*");
    out(user, "not allowed because listed in DenyUsers", "DenyUsers ak*", "AllowUsers *");
    in(user, "said", "DenyUsers !ak*,*");
    in(user, "said", "AllowGroups " + group);
    out(
        user,
        "not allowed because none of user's groups are listed in AllowGroups",
        "AllowGroups " + otherGroup);
    out(user, "not allowed because a group is listed in DenyGroups", "DenyGroups " + group);
    in(user, "said", "DenyGroups " + otherGroup);
    out(user, "closed by authenticating user", "PubkeyAuthentication no");
    in(user, "of the file", "ForceCommand echo of the file");
    in(user, "of the file", "ForceCommand echo of the file", forcedKey);
    in(user, "of the key", forcedKey);
    jail = Jail.make();
    in(user, "said", "ChrootDirectory " + jail.folder());
    in(user, "/bin /home /lib /lib64", "ChrootDirectory " + jail.folder(), "ForceCommand echo /*");
    in(user, "/", "ChrootDirectory " + jail.folder(), "ForceCommand pwd");
    out(user, "bad ownership or modes for", "ChrootDirectory " + folder);
  }

  @AfterAll
  static void remove() throws Exception {
    if (accounts != null) {
      accounts.remove();
    }
    if (jail != null) {
      jail.close();
    }
  }

  @Test
  void openSshsSshd() throws Exception {
    compare(Peer.required("sshd"));
  }

  @Test
  void oursDoesTheSame() throws Exception {
    compare(Peer.ours("sshd"));
  }

  private static void compare(String sshd) throws Exception {
    List<String> differences = new ArrayList<>();
    for (int from = 0; from < CASES.size(); from += MAX_PORTS) {
      List<Case> some = CASES.subList(from, Math.min(CASES.size(), from + MAX_PORTS));
      List<Integer> ports = new ArrayList<>();
      try (Daemon server =
          Daemon.start("Server listening on", first -> words(sshd, first, some, ports))) {
        for (int port : ports) {
          assertTrue(server.await("port " + port + ".", Duration.ofSeconds(20)), server::log);
        }
        for (int i = 0; i < some.size(); i++) {
          Case c = some.get(i);
          Command.Outcome ssh = logIn(c.login(), ports.get(i), "said");
          boolean right =
              c.in()
                  ? ssh.status() == 0 && ssh.text().strip().equals(c.expected())
                  : ssh.status() == 255
                      && ssh.text().isEmpty()
                      && server.await(c.expected(), Duration.ofSeconds(10));
          if (!right) {
            differences.add(c + " was " + ssh + ssh.text() + "\n" + server.log());
          }
        }
      }
    }
    assertEquals(List.of(), differences);
  }

  private static List<String> words(String sshd, int first, List<Case> cases, List<Integer> ports)
      throws java.io.IOException {
    ports.clear();
    StringBuilder lines = new StringBuilder();
    for (int i = 0; i < cases.size(); i++) {
      int port = i == 0 ? first : free();
      ports.add(port);
      lines.append("Port ").append(port).append('\n');
    }
    lines.append("ListenAddress 127.0.0.1\nPidFile none\nStrictModes no\nUsePAM no\n");
    lines.append("LogLevel VERBOSE\nPasswordAuthentication no\n");
    lines.append("KbdInteractiveAuthentication no\nPermitRootLogin yes\n");
    lines.append("SetEnv ").append(Sshd.NO_HOME).append('\n');
    if (!sshd.equals(Peer.required("sshd"))) {
      // Every refusal here counts against the one address; OpenSSH 9.2 has no such count.
      lines.append("PerSourcePenalties no\n");
    }
    lines.append("HostKey ").append(folder.resolve("host")).append('\n');
    for (int i = 0; i < cases.size(); i++) {
      // Those of the block come first, and the first of each keyword counts.
      lines.append("Match LocalPort ").append(ports.get(i)).append('\n');
      cases.get(i).lines().forEach(l -> lines.append("  ").append(l).append('\n'));
    }
    lines.append("Match all\n  AuthorizedKeysFile ").append(folder.resolve("plain")).append('\n');
    Path file = folder.resolve("sshd_config." + first);
    Files.writeString(file, lines);
    return List.of(sshd, "-D", "-e", "-f", file.toString());
  }

  static int free() throws java.io.IOException {
    try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      return socket.getLocalPort();
    }
  }

  private static Command.Outcome logIn(String login, int port, String word) throws Exception {
    return Command.of(Peer.required("ssh"), "-F", "none", "-p", Integer.toString(port))
        .and("-i", folder.resolve("id").toString(), "-l", login)
        .and("-o", "BatchMode=yes", "-o", "IdentitiesOnly=yes", "-o", "IdentityAgent=none")
        .and("-o", "StrictHostKeyChecking=no", "-o", "UserKnownHostsFile=/dev/null")
        .and("127.0.0.1", "echo", word)
        .run();
  }

  /** Match by the groups that an account really has, by address and by not being one. */
  @Test
  void dumpsForConnections() throws Exception {
    Path file = folder.resolve("dump");
    Files.writeString(
        file,
        String.join(
            "\n",
            "HostKey " + folder.resolve("host"),
            "Match Group " + group,
            "  MaxSessions 1",
            "Match Group *,!" + group,
            "  MaxSessions 2",
            "Match User " + user + " Address 192.0.2.0/24",
            "  MaxAuthTries 1",
            "Match Address 2001:db8::/32",
            "  MaxAuthTries 2",
            "Match Host *.example.org,!bad.example.org",
            "  PermitTTY no",
            "Match LocalPort 2222",
            "  X11Forwarding yes",
            "Match LocalAddress 192.0.2.1",
            "  Banner /etc/issue",
            "Match User no*",
            "  ForceCommand none",
            ""));
    List<String> connections =
        List.of(
            "user=" + user,
            "user=root",
            "user=no-such-user-here",
            "user=" + user + ",addr=192.0.2.9",
            "user=root,addr=192.0.2.9,host=a.example.org",
            "user=" + user + ",addr=2001:db8::1,host=bad.example.org",
            "user=nobody,lport=2222,laddr=192.0.2.1",
            "addr=192.0.2.9",
            "user=" + user + ",host=x,addr=not-an-address",
            "user=,addr=192.0.2.9",
            "lport=70000",
            "what=ever");
    List<String> differences = new ArrayList<>();
    for (String each : connections) {
      // OpenSSH 9.2 ends at Match LocalPort when it is not told the port, newer ones do not.
      String connection = each.contains("lport=") ? each : each + ",lport=22";
      Command.Outcome theirs = dump(Peer.required("sshd"), file, connection);
      Command.Outcome ours = dump(Peer.ours("sshd"), file, connection);
      if (theirs.status() != ours.status() || !settings(theirs).equals(settings(ours))) {
        differences.add(
            connection + "\n" + theirs + settings(theirs) + "\n" + ours + settings(ours));
      }
    }
    assertEquals(List.of(), differences);
  }

  private static Command.Outcome dump(String sshd, Path file, String connection) throws Exception {
    return Command.of(sshd, "-T", "-f", file.toString(), "-C", connection).run();
  }

  /** What the blocks above set; the rest of a dump has a test of its own. */
  private static List<String> settings(Command.Outcome dump) {
    List<String> ours =
        List.of(
            "maxsessions", "maxauthtries", "permittty", "x11forwarding", "banner", "forcecommand");
    return dump.text().lines().filter(l -> ours.contains(l.split(" ", 2)[0])).sorted().toList();
  }
}
