package dev.aikagi.interop;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.io.TempDir;

/** Host certificates that OpenSSH's ssh-keygen signed, between OpenSSH and us in both roles. */
@Tag("C6")
class HostCertificateTest {
  private static final List<String> TYPES =
      List.of("ed25519", "ecdsa-256", "ecdsa-384", "ecdsa-521", "rsa");

  private static final List<String> ALGORITHMS =
      List.of(
          "ssh-ed25519-cert-v01@openssh.com",
          "ecdsa-sha2-nistp256-cert-v01@openssh.com",
          "ecdsa-sha2-nistp384-cert-v01@openssh.com",
          "ecdsa-sha2-nistp521-cert-v01@openssh.com",
          "rsa-sha2-512-cert-v01@openssh.com",
          "rsa-sha2-256-cert-v01@openssh.com");

  /** What ssh-keygen -s is told, and so what is wrong with the certificate. */
  private static final List<String> FAULTS =
      List.of(
          "-h -n 127.0.0.1 -V 20200101:20210101",
          "-h -n 127.0.0.1 -V 20350101:20360101",
          "-h -n other.example",
          "-n 127.0.0.1",
          "-h -n 127.0.0.1 -O critical:x@example.org=1");

  @TempDir static Path folder;
  private static Keys keys;
  private static Daemon real;
  private static Daemon ours;

  @BeforeAll
  static void start() throws Exception {
    keys = Keys.make(folder);
    List<String> more = new ArrayList<>(List.of("LogLevel DEBUG1"));
    for (String type : TYPES) {
      more.add("HostCertificate " + sign(type, "good-" + type, "-h -n localhost,127.0.0.1"));
    }
    real = Sshd.start(Peer.required("sshd"), keys, more);
    ours = Sshd.start(Peer.ours("sshd"), keys, more);
  }

  @AfterAll
  static void stop() {
    // A peer that is not installed has ended the start.
    if (ours != null) {
      real.close();
      ours.close();
    }
  }

  /** A certificate of a host key by the host's CA key, which is one of the identities. */
  private static Path sign(String type, String name, String words) throws Exception {
    Path copy = folder.resolve(name + ".pub");
    Files.copy(Keys.publicPart(keys.host(type)), copy);
    Command.of(Peer.required("ssh-keygen"), "-q", "-s", keys.identity("rsa").toString())
        .and("-I", "a host")
        .and(words.split(" "))
        .and(copy.toString())
        .run()
        .expectSuccess();
    return folder.resolve(name + "-cert.pub");
  }

  private static Path known(String name, String text) throws Exception {
    return Files.writeString(folder.resolve(name), text);
  }

  private static String line(String marker, Path publicKey) throws Exception {
    return marker + " * " + Files.readString(publicKey).strip() + "\n";
  }

  private static String authority() throws Exception {
    return line("@cert-authority", Keys.publicPart(keys.identity("rsa")));
  }

  private static Command.Outcome ssh(
      String program, int port, Path known, List<String> options, String remote) throws Exception {
    List<String> all = new ArrayList<>(List.of("UserKnownHostsFile=" + known));
    all.addAll(options);
    Command command =
        Command.of(program, "-F", "none", "-p", Integer.toString(port))
            .and("-o", "BatchMode=yes", "-o", "StrictHostKeyChecking=yes")
            .and("-o", "GlobalKnownHostsFile=/dev/null", "-o", "IdentityAgent=none")
            .and("-o", "IdentitiesOnly=yes", "-i", keys.identity("ed25519").toString());
    all.forEach(option -> command.and("-o", option));
    return command.and("127.0.0.1", remote).run();
  }

  /** With a rekey on the way, which brings the same certificate. */
  @TestFactory
  @Tag("B8")
  Stream<DynamicTest> everyAlgorithmInBothDirections() throws Exception {
    Path known = known("known_authority", authority());
    List<DynamicTest> tests = new ArrayList<>();
    for (String algorithm : ALGORITHMS) {
      List<String> options = List.of("HostKeyAlgorithms=" + algorithm, "RekeyLimit=1M");
      tests.add(both("OpenSSH's ssh", Peer.required("ssh"), ours, known, options));
      tests.add(both("our ssh", Peer.ours("ssh"), real, known, options));
    }
    tests.add(both("our ssh, our sshd", Peer.ours("ssh"), ours, known, List.of("RekeyLimit=1M")));
    return tests.stream();
  }

  private static DynamicTest both(
      String name, String program, Daemon server, Path known, List<String> options) {
    return DynamicTest.dynamicTest(
        name + " " + options.getFirst(),
        () -> {
          String remote = "head -c 3000000 /dev/zero | tr '\\0' x";
          String text = ssh(program, server.port(), known, options, remote).expectSuccess();
          assertEquals(3_000_000, text.length());
        });
  }

  /** Each fault through both programs: the same words, and nobody is let through. */
  @TestFactory
  Stream<DynamicTest> faultsAreToldInOpenSshsWords() {
    return FAULTS.stream()
        .map(
            words ->
                DynamicTest.dynamicTest(
                    words,
                    () -> {
                      String name = "bad" + FAULTS.indexOf(words);
                      Path certificate = sign("ed25519", name, words);
                      try (Daemon server =
                          Sshd.start(
                              Peer.required("sshd"),
                              keys,
                              List.of("HostCertificate " + certificate))) {
                        same(server.port(), known(name + ".known", authority()), "Certificate");
                      }
                    }));
  }

  @Test
  @Tag("D2")
  void whatTheFilesSayOfTheAuthorityIsObeyed() throws Exception {
    Path ca = Keys.publicPart(keys.identity("rsa"));
    Path other = Keys.publicPart(keys.identity("ed25519"));
    Path hostKey = Keys.publicPart(keys.host("ed25519"));
    String key = "[127.0.0.1]:" + real.port() + " " + Files.readString(hostKey);
    String unknown = "No ED25519 host key is known";
    same(real.port(), known("kh1", line("@cert-authority", other)), unknown);
    same(real.port(), known("kh2", authority() + line("@revoked", ca)), "REVOKED");
    same(real.port(), known("kh3", authority() + line("@revoked", hostKey)), "REVOKED");
    same(real.port(), known("kh4", line("@cert-authority", other) + key), "");
    same(real.port(), known("kh5", ""), unknown);
    Path revoked = Files.copy(ca, folder.resolve("revoked_keys"));
    same(real.port(), known("kh6", authority()), "revoked by file", "RevokedHostKeys=" + revoked);
    same(real.port(), known("kh7", authority()), "disallowed", "CASignatureAlgorithms=ssh-ed25519");
    same(real.port(), known("kh8", authority()), "not a listed", "HostKeyAlias=elsewhere");
    same(real.port(), known("kh9", authority()), "", "HostKeyAlias=localhost");
  }

  /** The same exit code, output and messages of both; the messages contain this. */
  private static void same(int port, Path known, String words, String... more) throws Exception {
    List<String> options = new ArrayList<>(List.of(more));
    options.add("HostKeyAlgorithms=ssh-ed25519-cert-v01@openssh.com,ssh-ed25519");
    Command.Outcome theirs = ssh(Peer.required("ssh"), port, known, options, "echo in");
    Command.Outcome mine = ssh(Peer.ours("ssh"), port, known, options, "echo in");
    assertEquals(
        theirs.status() + theirs.text() + theirs.errors(),
        mine.status() + mine.text() + mine.errors());
    assertEquals(words.isEmpty() ? 0 : 255, mine.status());
    assertTrue(mine.errors().contains(words), mine.toString());
  }

  /** The key that signed it may log in itself, and is nobody's authority for that. */
  @Test
  void aUserCertificateIsRefusedWithItsReason() throws Exception {
    Path copy = folder.resolve("user.pub");
    Files.copy(Keys.publicPart(keys.identity("ecdsa-256")), copy);
    Command.of(Peer.required("ssh-keygen"), "-q", "-s", keys.identity("rsa").toString())
        .and("-I", "me", "-n", System.getProperty("user.name"), copy.toString())
        .run()
        .expectSuccess();
    Command.Outcome outcome =
        ssh(
            Peer.required("ssh"),
            ours.port(),
            known("kh_user", authority()),
            List.of("CertificateFile=" + folder.resolve("user-cert.pub")),
            "echo in");
    // The plain key comes after the certificate, and is good.
    assertEquals("in\n", outcome.expectSuccess());
    assertTrue(
        ours.await(
            "the key of the certificate's authority, without cert-authority",
            Duration.ofSeconds(20)),
        ours.log());
  }
}
