package dev.aikagi.interop;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.net.Inet6Address;
import java.net.NetworkInterface;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Host-based authentication, both sides beside OpenSSH's: with an /etc of the tests' own, which
 * only these processes see. Each outcome is that of both servers.
 */
class HostbasedTest {
  private static final String USER = "akhost";
  private static final int ID = 64711;

  @TempDir static Path folder;
  private static EtcOfOwn place;
  private static final Map<String, Daemon> SERVERS = new LinkedHashMap<>();

  @BeforeAll
  static void prepare() throws Exception {
    place = EtcOfOwn.make(folder, USER, ID);
    SERVERS.put("theirs", server(Peer.required("sshd"), "UsePAM no\n"));
    SERVERS.put("ours", server(Peer.ours("sshd"), "UsePAM no\nPerSourcePenalties no\n"));
  }

  @AfterAll
  static void stop() throws Exception {
    SERVERS.values().forEach(Daemon::close);
    if (place != null) {
      place.remove();
    }
  }

  @BeforeEach
  void trust() throws Exception {
    place.trust();
  }

  private static void write(String file, String text) throws Exception {
    place.write(file, text);
  }

  private static void own(Path file, String mode, int uid) throws Exception {
    place.own(file, mode, uid);
  }

  private static Path key() {
    return place.key();
  }

  private static String half(Path key) throws Exception {
    return place.half(key);
  }

  private static Daemon server(String program, String more) throws Exception {
    return Daemon.start(
        "Server listening on",
        port -> {
          Path config = folder.resolve("sshd_config." + port);
          Files.writeString(
              config,
              """
              Port %d
              ListenAddress 127.0.0.1
              ListenAddress ::1
              PidFile none
              UseDNS yes
              LogLevel DEBUG
              HostKey /etc/ssh/ssh_host_%s_key
              HostbasedAuthentication yes
              IgnoreRhosts no
              PubkeyAuthentication no
              PasswordAuthentication no
              KbdInteractiveAuthentication no
              PermitRootLogin yes
              SetEnv %s
              """
                      .formatted(port, EtcOfOwn.TYPE, Sshd.NO_HOME)
                  + more);
          return place.within(List.of(program, "-D", "-e", "-f", config.toString()));
        });
  }

  private static Command.Outcome logIn(String ssh, String server, int uid, String... more)
      throws Exception {
    return logIn(ssh, running(server), "localhost", uid, more);
  }

  private static Command.Outcome logIn(
      String ssh, Daemon server, String host, int uid, String... more) throws Exception {
    return place.logIn(ssh, server.port(), host, uid, more);
  }

  private static void both(boolean in) throws Exception {
    for (String server : SERVERS.keySet()) {
      Command.Outcome outcome = logIn(Peer.required("ssh"), server, ID);
      assertEquals(in ? 0 : 255, outcome.status(), () -> server + " " + log(server) + outcome);
    }
  }

  private static Daemon running(String server) {
    return Objects.requireNonNull(SERVERS.get(server));
  }

  private static String log(String server) {
    return running(server).log();
  }

  private static void assumeReachable(String program) throws Exception {
    Assumptions.assumeTrue(
        Command.of("setpriv", "--reuid=" + ID, "--regid=" + ID, "--clear-groups", "test", "-x")
                .and(program)
                .run()
                .status()
            == 0,
        "every user reaches " + program);
  }

  @ParameterizedTest
  @CsvSource({"theirs, theirs", "theirs, ours", "ours, theirs", "ours, ours"})
  void aUserOfATrustedHostGetsIn(String client, String server) throws Exception {
    String ssh = client.equals("ours") ? Peer.ours("ssh") : Peer.required("ssh");
    assumeReachable(ssh);
    // Of the others, ssh-keysign holds the key.
    assertEquals(USER, logIn(ssh, server, ID).expectSuccess().strip());
    // Root is no user of this name, on either side.
    assertEquals(255, logIn(ssh, server, 0).status());
    write("shosts.equiv", "localhost root\n");
    assertEquals(USER, logIn(ssh, server, 0).expectSuccess().strip());
  }

  @ParameterizedTest
  @ValueSource(strings = {"theirs", "ours"})
  void whereNobodySignsTheClientSaysWhy(String server) throws Exception {
    String ssh = Peer.ours("ssh");
    assumeReachable(ssh);
    write("ssh_config", "Host localhost\nEnableSSHKeysign yes\n");
    Command.Outcome outcome = logIn(ssh, server, ID);
    assertEquals(255, outcome.status());
    assertTrue(
        outcome
            .errors()
            .contains(
                "/etc/ssh/ssh_host_ed25519_key can be read by root only, and EnableSSHKeysign is"
                    + " not yes in /etc/ssh/ssh_config"),
        outcome::toString);
    assertEquals(255, logIn(Peer.required("ssh"), server, ID).status());
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "LOCALHOST",
        "127.0.0.1",
        "+localhost",
        "  localhost  ",
        "\tlocalhost\t" + USER,
        "localhost other|localhost " + USER,
        "NO_PLUS|localhost",
        "-other|localhost",
        "localhost -other|localhost",
        "-@nobody|localhost",
        "localhost\r",
      })
  void linesThatTrust(String lines) throws Exception {
    write("shosts.equiv", lines.replace('|', '\n') + "\n");
    both(true);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "+",
        "+ +",
        "-",
        "localhost +",
        "+ " + USER,
        "*",
        "local*",
        "localhost.",
        "localhost other",
        "localhost " + USER + " # comment",
        "#localhost",
        "-localhost|localhost",
        "-127.0.0.1|localhost",
        "localhost -" + USER + "|localhost",
        "+@nobody",
        "@nobody",
        "NO_PLUSlocalhost",
      })
  void linesThatDoNot(String lines) throws Exception {
    write("shosts.equiv", lines.replace('|', '\n') + "\n");
    both(false);
  }

  @Test
  void theKeyHasToBeTheHosts() throws Exception {
    write("ssh_known_hosts", "localhost " + half(folder.resolve("ca")));
    both(false);
    assertTrue(log("ours").contains("another host key is known for localhost"));
    Files.delete(place.etc().resolve("ssh/ssh_known_hosts"));
    both(false);
    assertTrue(log("ours").contains("no host key is known for localhost"));
    write("ssh_known_hosts2", "localhost " + half(key()));
    both(true);
    Files.delete(place.etc().resolve("ssh/ssh_known_hosts2"));
    Path own = place.home().resolve(".ssh/known_hosts");
    own(Files.createDirectories(place.home().resolve(".ssh")), "rwx------", ID);
    Files.writeString(own, "localhost " + half(key()));
    own(own, "rw-------", ID);
    both(true);
    own(own, "rw-rw-rw-", ID);
    both(false);
    write("ssh_known_hosts", "localhost " + half(key()) + "@revoked * " + half(key()));
    both(false);
    assertTrue(log("ours").contains("WARNING: revoked key for localhost"));
  }

  @Test
  void theUsersOwnListsCountIfTheyAreHis() throws Exception {
    Files.delete(place.etc().resolve("ssh/shosts.equiv"));
    both(false);
    for (String name : List.of(".shosts", ".rhosts")) {
      Path list = Files.writeString(place.home().resolve(name), "localhost\n");
      own(list, "rw-r--r--", ID);
      both(true);
      own(list, "rw-rw-r--", ID);
      both(false);
      own(list, "rw-r--r--", ID + 1);
      both(false);
      own(list, "rw-r--r--", 0);
      both(true);
      own(place.home(), "rwxrwxr-x", ID);
      both(false);
      own(place.home(), "rwxr-xr-x", ID);
      Files.delete(list);
    }
    Files.writeString(place.etc().resolve("hosts.equiv"), "localhost\n");
    both(true);
  }

  private static void sign(String... more) throws Exception {
    Command.of(Peer.required("ssh-keygen"), "-q", "-s", folder.resolve("ca").toString(), "-h")
        .and("-I", "h")
        .and(more)
        .and(Keys.publicPart(key()).toString())
        .run()
        .expectSuccess();
  }

  @Test
  void anAuthorityVouchesForItsHosts() throws Exception {
    write("ssh_known_hosts", "@cert-authority localhost " + half(folder.resolve("ca")));
    both(false);
    sign("-n", "other,localhost");
    both(true);
    for (String server : SERVERS.keySet()) {
      assertEquals(USER, logIn(Peer.ours("ssh"), server, ID).expectSuccess().strip());
    }
    sign("-n", "other");
    both(false);
    sign("-n", "local*");
    both(false);
    sign("-n", "localhost", "-V", "20200101:20210101");
    both(false);
    sign("-n", "localhost");
    write("ssh_known_hosts", "@cert-authority other " + half(folder.resolve("ca")));
    both(false);
  }

  private static boolean hasSix() throws Exception {
    return NetworkInterface.networkInterfaces()
        .flatMap(NetworkInterface::inetAddresses)
        .anyMatch(a -> a instanceof Inet6Address && a.isLoopbackAddress());
  }

  @ParameterizedTest
  @CsvSource({"theirs, theirs", "theirs, ours", "ours, theirs", "ours, ours"})
  void itIsTheSameByTheOtherFamily(String client, String server) throws Exception {
    Assumptions.assumeTrue(hasSix(), "an address of IPv6");
    String ssh = client.equals("ours") ? Peer.ours("ssh") : Peer.required("ssh");
    assumeReachable(ssh);
    write("ssh_known_hosts", EtcOfOwn.SIX + " " + half(key()));
    for (String line : List.of(EtcOfOwn.SIX, "::1", EtcOfOwn.SIX + " " + USER, "-localhost\n::1")) {
      write("shosts.equiv", line + "\n");
      assertEquals(USER, six(ssh, server).expectSuccess().strip(), line);
    }
    for (String line :
        List.of("localhost", "127.0.0.1", "0:0:0:0:0:0:0:1", "[::1]", "-::1\n" + EtcOfOwn.SIX)) {
      write("shosts.equiv", line + "\n");
      assertEquals(255, six(ssh, server).status(), line);
    }
    write("shosts.equiv", "::1\n");
    write("ssh_known_hosts", "localhost " + half(key()));
    assertEquals(255, six(ssh, server).status());
  }

  private static Command.Outcome six(String ssh, String server) throws Exception {
    return logIn(ssh, running(server), EtcOfOwn.SIX, ID);
  }

  @ParameterizedTest
  @CsvSource({
    "+@hosts, true",
    "@hosts, true",
    "@hosts " + USER + ", true",
    "localhost @users, true",
    "localhost +@users, true",
    "+@hosts +@users, true",
    "-@others|localhost, true",
    "localhost -@others|localhost, true",
    "+@users, false",
    "@others, false",
    "localhost @others, false",
    "@hosts other, false",
    "@hosts @others, false",
    "-@hosts|localhost, false",
    "localhost -@users|localhost, false",
    "@unknown, false",
    "@, false",
    "@HOSTS, false",
  })
  void groupsOfHostsAndUsers(String lines, boolean in) throws Exception {
    write("shosts.equiv", lines.replace('|', '\n') + "\n");
    both(in);
  }

  /** OpenSSH's sshd has the names at a refusal alone, where its processes tell each other less. */
  @Test
  void theLogSaysWhoItWas() throws Exception {
    both(true);
    write("shosts.equiv", "other\n");
    both(false);
    String fingerprint =
        Command.of(Peer.required("ssh-keygen"), "-l", "-f", key().toString())
            .run()
            .expectSuccess()
            .split(" ", -1)[1];
    String what = " port \\d+ ssh2: ED25519 " + Pattern.quote(fingerprint);
    String who = ", client user \"" + USER + "\", client host \"localhost\"";
    for (String server : SERVERS.keySet()) {
      String log = log(server);
      String start = " hostbased for " + USER + " from 127.0.0.1" + what;
      assertTrue(Pattern.compile("Accepted" + start).matcher(log).find(), log);
      assertTrue(Pattern.compile("Failed" + start + who).matcher(log).find(), log);
      assertTrue(
          log.contains(
              "Accepted ED25519 public key " + fingerprint + " from " + USER + "@localhost"),
          log);
    }
    assertTrue(Pattern.compile("Accepted hostbased .*" + who).matcher(log("ours")).find());
  }

  /** Modules that say to a pipe what they are asked for. */
  private static void pam(Path said, String account) throws Exception {
    Path script = folder.resolve("say");
    Files.writeString(
        script, "#!/bin/sh\necho \"$PAM_TYPE $PAM_SERVICE $PAM_USER $PAM_RHOST\" > " + said + "\n");
    Files.setPosixFilePermissions(script, PosixFilePermissions.fromString("rwxr-xr-x"));
    Files.writeString(
        place.etc().resolve("pam.d/sshd"),
        """
        auth required pam_deny.so
        account required pam_exec.so quiet %1$s
        account required %2$s
        session required pam_exec.so quiet %1$s
        """
            .formatted(script, account));
  }

  private static Daemon reader(Path pipe) throws Exception {
    String read = "mkfifo " + pipe + " && exec 3<>" + pipe + " && echo ready && exec cat <&3";
    return Daemon.start("ready", _ -> List.of("sh", "-c", read));
  }

  /** What proves who somebody is does not come from PAM; the rest does, as after a key. */
  @ParameterizedTest
  @ValueSource(strings = {"theirs", "ours"})
  void pamHasItsSay(String which) throws Exception {
    String program = which.equals("ours") ? Peer.ours("sshd") : Peer.required("sshd");
    String more = which.equals("ours") ? "PerSourcePenalties no\n" : "";
    Path pipe = folder.resolve("said." + which);
    try (Daemon said = reader(pipe);
        Daemon server = server(program, "UsePAM yes\n" + more)) {
      pam(pipe, "pam_permit.so");
      Command.Outcome in = logIn(Peer.required("ssh"), server, "localhost", ID);
      assertEquals(USER, in.expectSuccess().strip(), () -> in + server.log());
      String whose = " sshd " + USER + " localhost";
      assertTrue(said.await("close_session", Duration.ofSeconds(20)), server::log);
      assertEquals(
          List.of("ready", "account" + whose, "open_session" + whose, "close_session" + whose),
          said.log().lines().toList());
      pam(pipe, "pam_deny.so");
      Command.Outcome out = logIn(Peer.required("ssh"), server, "localhost", ID);
      assertEquals(255, out.status(), () -> out + server.log());
      assertTrue(said.await("account" + whose, 2, Duration.ofSeconds(20)), server::log);
      assertTrue(server.await("by PAM account configuration", Duration.ofSeconds(20)), server::log);
    }
  }
}
