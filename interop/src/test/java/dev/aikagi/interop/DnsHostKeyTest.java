package dev.aikagi.interop;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.xbill.DNS.Message;

/**
 * VerifyHostKeyDNS beside OpenSSH's ssh, in a network of its own with a name server of its own. The
 * server is an sshd behind a ProxyCommand; no known_hosts file knows it, and nobody is asked.
 */
class DnsHostKeyTest {
  private static final List<String> HOSTS =
      List.of("match.example", "differs.example", "none.example", "both.example");

  @TempDir static Path folder;
  private static Keys keys;

  @BeforeAll
  static void prepare() throws Exception {
    String unshare = Peer.required("unshare");
    Assumptions.assumeTrue(
        Command.of(unshare, "-n", "-m", "ip", "link", "set", "lo", "up").run().status() == 0,
        "a network of its own, which only root may make, and the program ip");
    keys = Keys.make(folder);
    Files.writeString(
        folder.resolve("sshd_config"),
        "HostKey %s\nAuthorizedKeysFile %s\nStrictModes no\nPermitRootLogin yes\nSetEnv %s\n"
            .formatted(keys.host("ed25519"), keys.authorizedKeys(), Sshd.NO_HOME));
    Files.writeString(
        folder.resolve("resolv.conf"), "nameserver 127.0.0.1\noptions trust-ad timeout:2\n");
    Files.writeString(
        folder.resolve("zone"),
        records("match.example.", "host")
            + records("differs.example.", "id")
            + records("both.example.", "host")
            + records("both.example.", "id"));
  }

  private static String records(String name, String prefix) throws Exception {
    Path key = prefix.equals("host") ? keys.host("ed25519") : keys.identity("ed25519");
    return Command.of(Peer.ours("ssh-keygen"), "-r", name, "-f", Keys.publicPart(key).toString())
        .run()
        .expectSuccess();
  }

  /** One line for each host: its name, the status of true, and what decided. */
  private static String script(String ssh, String mode, String trust, Path known) throws Exception {
    String common =
        " -F none -o BatchMode=yes -o StrictHostKeyChecking=yes -o UserKnownHostsFile="
            + known
            + " -o GlobalKnownHostsFile=/dev/null -o IdentityAgent=none -o VerifyHostKeyDNS="
            + mode
            + " -i "
            + keys.identity("ed25519")
            + " -o ProxyCommand='"
            + Peer.required("sshd")
            + " -i -f "
            + folder.resolve("sshd_config")
            + "' ";
    StringBuilder script = new StringBuilder("ip link set lo up\n");
    script
        .append("mount --bind ")
        .append(folder.resolve("resolv.conf"))
        .append(" /etc/resolv.conf\n");
    Path fifo = folder.resolve("ready");
    script.append("mkfifo ").append(fifo).append('\n');
    script.append(nameServer(trust)).append(" >").append(fifo).append(" &\n");
    script.append("read ready <").append(fifo).append("; server=$!; rm ").append(fifo).append('\n');
    for (String host : HOSTS) {
      Path log = folder.resolve("log");
      script.append(ssh).append(common).append(host).append(" true 2>").append(log).append('\n');
      script.append("echo ").append(host).append(" $? $(grep -c REMOTE ").append(log).append(")\n");
    }
    return script.append("kill $server\n").toString();
  }

  private static String nameServer(String trust) throws Exception {
    List<String> path = new ArrayList<>();
    for (Class<?> c : List.of(NameServer.class, Message.class, org.slf4j.Logger.class)) {
      path.add(Path.of(c.getProtectionDomain().getCodeSource().getLocation().toURI()).toString());
    }
    return Path.of(System.getProperty("java.home"), "bin/java")
        + " -Dslf4j.internal.verbosity=ERROR -cp "
        + String.join(":", path)
        + " "
        + NameServer.class.getName()
        + " "
        + folder.resolve("zone")
        + " "
        + trust;
  }

  private static String outcome(String ssh, String mode, String trust) throws Exception {
    return outcome(ssh, mode, trust, Path.of("/dev/null"));
  }

  private static String outcome(String ssh, String mode, String trust, Path known)
      throws Exception {
    String script = script(ssh, mode, trust, known);
    return Command.of(Peer.required("unshare"), "-n", "-m", "sh", "-c", script)
        .run()
        .expectSuccess();
  }

  /** OpenSSH's ssh does not look for it any more where the DNS has vouched for the key. */
  @Tag("D1")
  @Test
  void aKeyThatWasRevokedIsNotMendedByARecord() throws Exception {
    Path known = folder.resolve("revoked");
    String key = Files.readString(Keys.publicPart(keys.host("ed25519")));
    Files.writeString(known, "@revoked match.example " + key);
    String ours = outcome(Peer.ours("ssh"), "yes", "secure", known);
    assertTrue(ours.startsWith("match.example 255 0\n"), ours);
  }

  @ParameterizedTest
  @CsvSource({"yes, secure", "yes, insecure", "ask, secure", "no, secure"})
  void decidesAsOpenSshDoes(String mode, String trust) throws Exception {
    String ours = outcome(Peer.ours("ssh"), mode, trust);
    assertEquals(4, ours.lines().count(), ours);
    boolean proven = mode.equals("yes") && trust.equals("secure");
    assertTrue(ours.startsWith("match.example " + (proven ? 0 : 255) + " 0\n"), ours);
    assertEquals(outcome(Peer.required("ssh"), mode, trust), ours);
  }
}
