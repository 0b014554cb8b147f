package dev.aikagi.interop;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
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
  private static final String TYPE = "ed25519";

  @TempDir static Path folder;
  private static Path etc;
  private static Path home;
  private static final Map<String, Daemon> SERVERS = new LinkedHashMap<>();

  @BeforeAll
  static void prepare() throws Exception {
    String unshare = Peer.required("unshare");
    Peer.required("setpriv");
    Assumptions.assumeTrue(
        Accounts.isRoot()
            && Command.of(unshare, "-m", "mount", "--bind", "/etc", "/etc").run().status() == 0,
        "an /etc of its own, which only root may make");
    Files.setPosixFilePermissions(folder, PosixFilePermissions.fromString("rwxr-xr-x"));
    etc = folder.resolve("etc");
    Command.of("cp", "-a", "/etc", etc.toString()).run().expectSuccess();
    home = Files.createDirectories(folder.resolve("home"));
    append("passwd", "%s:x:%d:%d::%s:/bin/sh\n".formatted(USER, ID, ID, home));
    append("group", "%s:x:%d:\n".formatted(USER, ID));
    append("shadow", USER + ":*:19000:0:99999:7:::\n");
    Command.of("sh", "-c", "rm -rf " + etc + "/ssh; mkdir " + etc + "/ssh").run().expectSuccess();
    for (String name : List.of(key().toString(), folder.resolve("ca").toString())) {
      Command.of(Peer.required("ssh-keygen"), "-q", "-t", TYPE, "-N", "", "-f", name)
          .run()
          .expectSuccess();
    }
    SERVERS.put("theirs", server(Peer.required("sshd"), ""));
    SERVERS.put("ours", server(Peer.ours("sshd"), "PerSourcePenalties no\n"));
  }

  @AfterAll
  static void stop() {
    SERVERS.values().forEach(Daemon::close);
  }

  /** The host is trusted and known, and its users may use its key. */
  @BeforeEach
  void trust() throws Exception {
    for (String file : List.of(".shosts", ".rhosts", ".ssh/known_hosts")) {
      Files.deleteIfExists(home.resolve(file));
    }
    Files.deleteIfExists(etc.resolve("hosts.equiv"));
    Files.deleteIfExists(certificate());
    own(home, "rwxr-xr-x", ID);
    write("ssh_config", "EnableSSHKeysign yes\n");
    write("shosts.equiv", "localhost\n");
    write("ssh_known_hosts", "localhost " + half(key()));
  }

  private static void append(String file, String text) throws Exception {
    Files.writeString(etc.resolve(file), text, StandardOpenOption.APPEND);
  }

  private static void write(String file, String text) throws Exception {
    Files.writeString(etc.resolve("ssh").resolve(file), text);
  }

  private static void own(Path file, String mode, int uid) throws Exception {
    Files.setPosixFilePermissions(file, PosixFilePermissions.fromString(mode));
    Files.setAttribute(file, "unix:uid", uid, LinkOption.NOFOLLOW_LINKS);
  }

  private static Path key() {
    return etc.resolve("ssh/ssh_host_" + TYPE + "_key");
  }

  private static Path certificate() {
    return etc.resolve("ssh/ssh_host_" + TYPE + "_key-cert.pub");
  }

  private static String half(Path key) throws Exception {
    return Files.readString(Keys.publicPart(key));
  }

  private static List<String> within(List<String> command) {
    List<String> words = new ArrayList<>(List.of("unshare", "-m", "sh", "-c"));
    words.add("mount --bind " + etc + " /etc && exec \"$@\"");
    words.add("sh");
    words.addAll(command);
    return words;
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
              PidFile none
              UsePAM no
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
                      .formatted(port, TYPE, Sshd.NO_HOME)
                  + more);
          return within(List.of(program, "-D", "-e", "-f", config.toString()));
        });
  }

  private static Command.Outcome logIn(String ssh, String server, int uid, String... more)
      throws Exception {
    List<String> words =
        new ArrayList<>(
            List.of("setpriv", "--reuid=" + uid, "--regid=" + uid, "--clear-groups", ssh));
    words.addAll(List.of("-F", "/dev/null", "-o", "BatchMode=yes"));
    words.addAll(List.of("-o", "HostbasedAuthentication=yes", "-o", "StrictHostKeyChecking=no"));
    words.addAll(List.of("-o", "UserKnownHostsFile=/dev/null"));
    words.addAll(List.of("-o", "GlobalKnownHostsFile=/dev/null"));
    words.addAll(List.of(more));
    words.addAll(List.of("-p", "" + SERVERS.get(server).port(), USER + "@localhost", "id -un"));
    return Command.of(within(words)).run();
  }

  private static void both(boolean in) throws Exception {
    for (String server : SERVERS.keySet()) {
      Command.Outcome outcome = logIn(Peer.required("ssh"), server, ID);
      assertEquals(in ? 0 : 255, outcome.status(), () -> server + " " + log(server) + outcome);
    }
  }

  private static String log(String server) {
    return SERVERS.get(server).log();
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
    Files.delete(etc.resolve("ssh/ssh_known_hosts"));
    both(false);
    assertTrue(log("ours").contains("no host key is known for localhost"));
    write("ssh_known_hosts2", "localhost " + half(key()));
    both(true);
    Files.delete(etc.resolve("ssh/ssh_known_hosts2"));
    Path own = Files.createDirectories(home.resolve(".ssh")).resolve("known_hosts");
    own(own.getParent(), "rwx------", ID);
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
    Files.delete(etc.resolve("ssh/shosts.equiv"));
    both(false);
    for (String name : List.of(".shosts", ".rhosts")) {
      Path list = Files.writeString(home.resolve(name), "localhost\n");
      own(list, "rw-r--r--", ID);
      both(true);
      own(list, "rw-rw-r--", ID);
      both(false);
      own(list, "rw-r--r--", ID + 1);
      both(false);
      own(list, "rw-r--r--", 0);
      both(true);
      own(home, "rwxrwxr-x", ID);
      both(false);
      own(home, "rwxr-xr-x", ID);
      Files.delete(list);
    }
    Files.writeString(etc.resolve("hosts.equiv"), "localhost\n");
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
}
