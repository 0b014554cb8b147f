package dev.aikagi.interop;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/**
 * User certificates that OpenSSH's ssh-keygen signed, from our client to OpenSSH's sshd, which
 * knows the authority and no key; and beside OpenSSH's client, line by line.
 */
@Tag("C6")
@Timeout(300)
class ClientCertificateTest {
  private static final List<String> TYPES =
      List.of("ed25519", "ecdsa-256", "ecdsa-384", "ecdsa-521", "rsa");

  private static final String USER = System.getProperty("user.name");

  /** Of what ssh -v says, the lines about identities. */
  private static final List<String> ABOUT_IDENTITIES =
      List.of(
          "identity file",
          "certificate",
          "load_public",
          "attempt key",
          "Offering",
          "Server accepts",
          "Skipping",
          "pubkey_prepare",
          "sign",
          "Load key",
          "UNPROTECTED",
          "Permission",
          "denied");

  @TempDir static Path folder;
  private static Keys keys;
  private static Daemon server;
  private static Daemon withKeys;
  private static Process agent;

  @BeforeAll
  static void start() throws Exception {
    folder = folder.toRealPath();
    keys = Keys.make(Files.createDirectory(folder.resolve("keys")));
    Path authority = folder.resolve("authority");
    keygen("-t", "ed25519", "-N", "", "-f", authority.toString());
    for (String type : TYPES) {
      sign(keys.identity(type), "-n", USER);
    }
    Path nobody = Files.writeString(folder.resolve("nobody"), "");
    List<String> config =
        List.of(
            "TrustedUserCAKeys " + authority + ".pub",
            "LogLevel VERBOSE",
            "Subsystem sftp internal-sftp",
            "Match all");
    List<String> strict = new ArrayList<>(config);
    strict.add("AuthorizedKeysFile " + nobody);
    server = Sshd.start(Peer.required("sshd"), keys, strict);
    withKeys = Sshd.start(Peer.required("sshd"), keys, config);
    agent =
        new ProcessBuilder(Peer.required("ssh-agent"), "-D", "-a", socket())
            .redirectErrorStream(true)
            .start();
    String line = agent.inputReader().readLine();
    assertTrue(line != null && line.contains("SSH_AUTH_SOCK="), line);
  }

  @AfterAll
  static void stop() throws Exception {
    if (agent != null) {
      agent.destroy();
      agent.waitFor(5, TimeUnit.SECONDS);
    }
    for (Daemon daemon : new Daemon[] {server, withKeys}) {
      if (daemon != null) {
        daemon.close();
      }
    }
  }

  private static String socket() {
    return folder.resolve("agent").toString();
  }

  private static void keygen(String... words) throws Exception {
    Command.of(Peer.required("ssh-keygen"), "-q").and(words).run().expectSuccess();
  }

  /** The certificate lies beside the key afterwards. */
  private static Path sign(Path key, String... words) throws Exception {
    keygen(
        Stream.of(
                Stream.of("-s", folder.resolve("authority").toString(), "-I", "person"),
                Stream.of(words),
                Stream.of(Keys.publicPart(key).toString()))
            .flatMap(s -> s)
            .toArray(String[]::new));
    return key.resolveSibling(key.getFileName() + "-cert.pub");
  }

  /** A key of the type in a folder of its own, without anything beside it. */
  private static Path key(String name, String type) throws Exception {
    Path own = Files.createDirectories(folder.resolve(name));
    Path key = own.resolve("id");
    Files.copy(keys.identity(type), key, StandardCopyOption.REPLACE_EXISTING);
    Files.copy(
        Keys.publicPart(keys.identity(type)),
        Keys.publicPart(key),
        StandardCopyOption.REPLACE_EXISTING);
    return key;
  }

  private static Path certificate(String type) {
    Path key = keys.identity(type);
    return key.resolveSibling(key.getFileName() + "-cert.pub");
  }

  private static Command ssh(String program, Daemon to, List<String> options) throws Exception {
    Command command =
        Command.of(program, "-F", "none", "-p", Integer.toString(to.port()))
            .and("-o", "BatchMode=yes", "-o", "StrictHostKeyChecking=yes")
            .and("-o", "UserKnownHostsFile=" + keys.knownHosts(to.port()))
            .and("-o", "GlobalKnownHostsFile=/dev/null");
    if (options.stream().noneMatch(o -> o.startsWith("IdentityAgent="))) {
      command.and("-o", "IdentityAgent=none");
    }
    options.forEach(o -> command.and("-o", o));
    return command.and("127.0.0.1", "echo in");
  }

  private static void add(Path key, Path... more) throws Exception {
    for (Path each : Stream.concat(Stream.of(key), Stream.of(more)).toList()) {
      Command.of(Peer.required("ssh-add"), "-q", each.toString())
          .environment("SSH_AUTH_SOCK", socket())
          .run()
          .expectSuccess();
    }
  }

  private static void forgetAll() throws Exception {
    Command.of(Peer.required("ssh-add"), "-q", "-D")
        .environment("SSH_AUTH_SOCK", socket())
        .run()
        .expectSuccess();
  }

  @TestFactory
  Stream<DynamicTest> everyTypeFromEveryPlace() {
    List<DynamicTest> tests = new ArrayList<>();
    for (String type : TYPES) {
      tests.add(in(type + " beside its key", List.of("IdentityFile=" + keys.identity(type))));
      tests.add(
          DynamicTest.dynamicTest(
              type + " of CertificateFile",
              () ->
                  getsIn(
                      List.of(
                          "IdentityFile=" + key("of-" + type, type),
                          "CertificateFile=" + certificate(type)))));
      tests.add(
          DynamicTest.dynamicTest(
              type + " of the agent",
              () -> {
                forgetAll();
                add(keys.identity(type));
                getsIn(List.of("IdentityAgent=" + socket(), "IdentityFile=none"));
              }));
    }
    Path rsa = keys.identity("rsa");
    for (String hash : List.of("256", "512")) {
      tests.add(
          in(
              "rsa-sha2-" + hash,
              List.of(
                  "IdentityFile=" + rsa,
                  "PubkeyAcceptedAlgorithms=rsa-sha2-" + hash + "-cert-v01@openssh.com")));
    }
    return tests.stream();
  }

  private static DynamicTest in(String name, List<String> options) {
    return DynamicTest.dynamicTest(name, () -> getsIn(options));
  }

  private static void getsIn(List<String> options) throws Exception {
    Command.Outcome outcome = ssh(Peer.ours("ssh"), server, options).run();
    assertEquals("in\n", outcome.expectSuccess());
  }

  /** CertificateFile, and the agent has the key alone: nobody but the two together gets in. */
  @Test
  void theAgentSignsForACertificateFile() throws Exception {
    forgetAll();
    add(key("alone", "ecdsa-256"));
    List<String> agentOnly = List.of("IdentityAgent=" + socket(), "IdentityFile=none");
    assertEquals(255, ssh(Peer.ours("ssh"), server, agentOnly).run().status());
    getsIn(
        List.of(
            "IdentityAgent=" + socket(),
            "IdentityFile=none",
            "CertificateFile=" + certificate("ecdsa-256")));
    getsIn(
        List.of(
            "IdentityAgent=" + socket(),
            "IdentitiesOnly=yes",
            "IdentityFile=" + folder.resolve("alone/id.pub"),
            "CertificateFile=" + certificate("ecdsa-256")));
  }

  @Test
  void anExpiredOneIsRefusedAndThenThePlainKeyIsTried() throws Exception {
    Path key = key("expired", "ed25519");
    Path expired = sign(key, "-n", USER, "-V", "20200101:20210101");
    List<String> options =
        List.of("IdentityFile=" + key, "CertificateFile=" + expired, "LogLevel=DEBUG");
    Command.Outcome refused = ssh(Peer.ours("ssh"), server, options).run();
    assertEquals(255, refused.status());
    Command.Outcome outcome = ssh(Peer.ours("ssh"), withKeys, options).run();
    assertEquals("in\n", outcome.expectSuccess());
    assertTrue(outcome.errors().contains("Offering public key: " + expired), outcome.errors());
    assertTrue(
        outcome.errors().contains("Server accepts key: " + key + " ED25519 "), outcome.errors());
  }

  /** The same identities in the same order, and the same is said of those that are none. */
  @TestFactory
  Stream<DynamicTest> theLinesAreOpenSshs() throws Exception {
    Path key = key("lines", "ed25519");
    Path certificate = sign(key, "-n", USER);
    Path rsa = keys.identity("rsa");
    Path bad = key("bad", "ed25519");
    Files.writeString(bad.resolveSibling("id-cert.pub"), "ssh-ed25519-cert-v01@openssh.com AAAA\n");
    Path plain = key("plain", "ed25519");
    Files.copy(Keys.publicPart(plain), plain.resolveSibling("id-cert.pub"));
    Path host = key("host", "ed25519");
    sign(host, "-h", "-n", USER);
    Path former = key("former", "ed25519");
    Files.copy(certificate("ecdsa-256"), former.resolveSibling("id-cert.pub"));
    String plainOnly = "PubkeyAcceptedAlgorithms=ssh-rsa,ssh-ed25519";
    return Stream.of(
            List.of("IdentityFile=" + key),
            List.of("IdentityFile=" + certificate),
            List.of("IdentityFile=" + key + ".pub"),
            List.of("IdentityFile=" + rsa, "IdentityFile=" + key),
            List.of("IdentityFile=" + rsa, "IdentityFile=" + key, "CertificateFile=" + certificate),
            List.of("IdentityFile=" + key, "CertificateFile=" + folder.resolve("lines/id-cert")),
            List.of("IdentityFile=" + key, "CertificateFile=none"),
            List.of("IdentityFile=" + key, "CertificateFile=" + folder.resolve("nothing")),
            List.of("IdentityFile=" + rsa + ".pub", "CertificateFile=" + certificate),
            List.of("IdentityFile=" + key, plainOnly),
            List.of("IdentityFile=" + bad),
            List.of("IdentityFile=" + plain),
            List.of("IdentityFile=" + host),
            List.of("IdentityFile=" + former))
        .flatMap(
            options ->
                Stream.of(false, true)
                    .map(
                        withAgent ->
                            DynamicTest.dynamicTest(
                                options + (withAgent ? " and an agent" : ""),
                                () -> sameLines(options, withAgent))));
  }

  private static void sameLines(List<String> options, boolean withAgent) throws Exception {
    List<String> all = new ArrayList<>(options);
    all.add("LogLevel=DEBUG");
    if (withAgent) {
      forgetAll();
      add(keys.identity("rsa"), keys.identity("ed25519"));
      all.add("IdentityAgent=" + socket());
      all.add("IdentitiesOnly=yes");
    }
    Command.Outcome theirs = ssh(Peer.required("ssh"), server, all).run();
    Command.Outcome ours = ssh(Peer.ours("ssh"), server, all).run();
    assertEquals(lines(theirs), lines(ours));
    assertEquals(theirs.status() + theirs.text(), ours.status() + ours.text());
  }

  private static List<String> lines(Command.Outcome outcome) {
    return outcome
        .errors()
        .lines()
        .filter(line -> ABOUT_IDENTITIES.stream().anyMatch(line::contains))
        .filter(line -> !line.contains("EXT_INFO") && !line.contains("server-sig-algs"))
        // The word was shorter in versions that are still about.
        .map(line -> line.replace("corresponding algo not", "corresponding algorithm not"))
        .toList();
  }

  @Test
  void sftpAndScpLogInByCertificateToo() throws Exception {
    Path from = Files.writeString(folder.resolve("from"), "content");
    List<String> options =
        List.of(
            "-F",
            "none",
            "-P",
            Integer.toString(server.port()),
            "-o",
            "BatchMode=yes",
            "-o",
            "UserKnownHostsFile=" + keys.knownHosts(server.port()),
            "-o",
            "IdentityAgent=none",
            "-i",
            keys.identity("ed25519").toString());
    for (Map.Entry<String, List<String>> program :
        Map.of(
                "scp", List.of("-q", "127.0.0.1:" + from, folder.resolve("by-scp").toString()),
                "sftp", List.of("127.0.0.1:" + from, folder.resolve("by-sftp").toString()))
            .entrySet()) {
      Command.of(Peer.ours(program.getKey()))
          .and(options.toArray(String[]::new))
          .and(program.getValue().toArray(String[]::new))
          .run()
          .expectSuccess();
      assertEquals("content", Files.readString(folder.resolve("by-" + program.getKey())));
    }
  }

  /** A certificate lets in to install the key, and is no proof that the key is there already. */
  @Test
  void sshCopyIdInstallsAKeyThatHasACertificate() throws Exception {
    Path key = key("copied", "ed25519");
    sign(key, "-n", USER);
    Path target = folder.resolve("copied/authorized_keys");
    List<String> config =
        List.of(
            "TrustedUserCAKeys " + folder.resolve("authority.pub"),
            "Subsystem sftp internal-sftp",
            "SetEnv HOME=" + target.getParent(),
            "Match all",
            "AuthorizedKeysFile " + target);
    try (Daemon far = Sshd.start(Peer.required("sshd"), keys, config)) {
      Command.Outcome outcome =
          Command.of(Peer.ours("ssh-copy-id"), "-F", "none")
              .and("-p", Integer.toString(far.port()), "-i", Keys.publicPart(key).toString())
              .and("-o", "BatchMode=yes", "-o", "IdentityAgent=none")
              .and("-o", "IdentityFile=" + key)
              .and("-o", "UserKnownHostsFile=" + keys.knownHosts(far.port()))
              .and("-t", target.toString(), "127.0.0.1")
              .run();
      String all = outcome + outcome.text();
      assertEquals(0, outcome.status(), all);
      assertTrue(outcome.text().contains("Number of key(s) added: 1"), all);
      assertTrue(outcome.text().contains("Checked: "), all);
      assertEquals(
          Files.readString(Keys.publicPart(key)).strip(), Files.readString(target).strip());
      assertFalse(Files.readString(target).contains("-cert-v01"), all);
    }
  }

  /** The names of the configuration, as they stand there. */
  @Test
  void theDumpShowsThem() throws Exception {
    List<String> options =
        List.of("CertificateFile=~/a", "CertificateFile=%d/b", "CertificateFile=~/a");
    for (String program : List.of(Peer.required("ssh"), Peer.ours("ssh"))) {
      Command command = Command.of(program, "-G", "-F", "none");
      options.forEach(o -> command.and("-o", o));
      List<String> lines =
          command
              .and("host")
              .run()
              .expectSuccess()
              .lines()
              .filter(line -> line.startsWith("certificatefile"))
              .toList();
      assertEquals(List.of("certificatefile ~/a", "certificatefile %d/b"), lines);
    }
  }
}
