package dev.aikagi.tools.inventory;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.aikagi.SecretBytes;
import dev.aikagi.key.AtomicFile;
import dev.aikagi.key.CertificateBuilder;
import dev.aikagi.key.Fingerprint;
import dev.aikagi.key.KeyGenerator;
import dev.aikagi.key.PrivateKey;
import dev.aikagi.key.PrivateKeyFile;
import dev.aikagi.key.Validity;
import dev.aikagi.tools.Fatal;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class InventoryTest {
  private static final Instant NOW = Instant.parse("2026-11-27T12:00:00Z");

  @TempDir Path home;
  private Path ssh;
  private Path log;
  private final PrivateKey key = KeyGenerator.ed25519();
  private String errors = "";

  @BeforeEach
  void makeFolder() throws Exception {
    ssh = Files.createDirectory(home.resolve(".ssh"));
    log = home.resolve("auth.log");
  }

  private void write(String name, PrivateKey made, String passphrase) throws Exception {
    byte[] secret = passphrase.getBytes(StandardCharsets.UTF_8);
    try (SecretBytes bytes = SecretBytes.taking(secret)) {
      byte[] content =
          PrivateKeyFile.write(made, "of " + name, PrivateKeyFile.WriteOptions.openSsh(bytes));
      AtomicFile.write(ssh.resolve(name), content, AtomicFile.OWNER_ONLY);
    }
  }

  private String run(int code, String... words) throws Exception {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    ByteArrayOutputStream err = new ByteArrayOutputStream();
    Surroundings system =
        new Surroundings(
            "hoge",
            home,
            Clock.fixed(NOW, ZoneOffset.UTC),
            Optional.empty(),
            List.of(log),
            List.of());
    assertEquals(
        code,
        Inventory.run(
            List.of(words),
            system,
            new PrintStream(out, true, StandardCharsets.UTF_8),
            new PrintStream(err, true, StandardCharsets.UTF_8)));
    errors = err.toString(StandardCharsets.UTF_8);
    return out.toString(StandardCharsets.UTF_8);
  }

  private static String line(String part, String text) {
    return text.lines()
        .filter(l -> l.contains(part))
        .findFirst()
        .orElseThrow(() -> new AssertionError(part + " is not in\n" + text));
  }

  private static void contains(String part, String text) {
    assertTrue(text.contains(part), text);
  }

  @Test
  void keyFilesAreListed() throws Exception {
    write("id_a", key, "");
    write("id_b", KeyGenerator.rsa(2048), "secret");
    write("id_c", key, "");
    Files.setPosixFilePermissions(
        ssh.resolve("id_b"), PosixFilePermissions.fromString("rw-r--r--"));
    Files.writeString(ssh.resolve("id_a.pub"), key.publicKey().line() + " pub\n");
    Files.writeString(ssh.resolve("known_hosts"), "host " + key.publicKey().line() + "\n");
    var certificate =
        CertificateBuilder.user(key.publicKey(), "me\u001b[2J")
            .principals(List.of("hoge"))
            .validity(Validity.between(NOW.minusSeconds(100), NOW.minusSeconds(1)))
            .sign(key);
    Files.writeString(ssh.resolve("id_a-cert.pub"), certificate.line() + "\n");
    String text = run(0);
    String a = line("id_a ", text);
    contains(Fingerprint.of(key.publicKey()).toString(), a);
    contains("of id_a", a);
    contains("NO-PASSPHRASE: no passphrase", a);
    contains("DUPLICATE: also in " + ssh.resolve("id_c"), a);
    String b = line("id_b", text);
    contains("ssh-rsa", b);
    contains("2048", b);
    contains("SHORT: RSA of 2048 bits is short", b);
    contains("OTHERS-MAY-READ", b);
    contains("; passphrase", b);
    assertFalse(line("id_a.pub", text).contains("DUPLICATE"));
    contains(
        "EXPIRED: expired; user certificate; ID \"me\\033[2J\"; for hoge; valid from",
        line("id_a-cert.pub", text));
    assertFalse(text.contains("known_hosts"));
  }

  @Test
  void aCommandThatLeavesForwardingOpenSaysSo() throws Exception {
    Path file = home.resolve("keys");
    for (String closed : List.of("", ",restrict", ",no-port-forwarding", ",permitopen=\"h:1\"")) {
      Files.writeString(file, "command=\"/bin/false\"" + closed + " " + key.publicKey().line());
      assertEquals(
          closed.isEmpty(), run(0, file.toString()).contains("connections to any port"), closed);
    }
  }

  @Test
  void aFileWithoutAnEndIsNotRead() throws Exception {
    Path file = home.resolve("keys");
    try (var large = new java.io.RandomAccessFile(file.toFile(), "rw")) {
      large.setLength((16 << 20) + 1);
    }
    contains("BROKEN: it is larger than 16 MiB", run(0, file.toString()));
  }

  @Test
  void linesAreListed() throws Exception {
    Path file = home.resolve("keys");
    String print = Fingerprint.of(key.publicKey()).toString();
    Files.writeString(
        file,
        "from=\"10.0.0.0/8\",restrict,pty,command=\"\u65e5\u672c\",expiry-time=\"20990101Z\" "
            + key.publicKey().line()
            + " \u5408\u9375\n"
            + "cert-authority,principals=\"a,b\" "
            + KeyGenerator.ed25519().publicKey().line()
            + "\nno-such "
            + KeyGenerator.ed25519().publicKey().line()
            + "\nssh-ed25519 AAAA\n"
            + key.publicKey().line()
            + "\nexpiry-time=\"20200101Z\" "
            + KeyGenerator.dsa().publicKey().line()
            + "\n");
    Files.writeString(
        log,
        "Nov 26 10:00:00 h sshd[1]: Accepted publickey for hoge from ::1 port 1 ssh2: ED25519 "
            + print
            + "\n"
            + "Nov 27 10:00:00 h sshd[2]: Accepted publickey for hoge from ::2 port 1 ssh2: ED25519"
            + " "
            + print
            + "\n");
    String text = run(0, file.toString());
    String first = line("line 1 ", text);
    contains(print + "  \u5408\u9375  ", first);
    contains("2026-11-27 10:00 from ::2", first);
    contains(
        "DUPLICATE: also in "
            + file
            + ":5; only the command \"\u65e5\u672c\"; only from"
            + " 10.0.0.0/8; no port forwarding, agent forwarding, X11, ~/.ssh/rc; until 2099-01-01",
        first);
    contains("authority of certificates; for principals a, b", line("line 2", text));
    contains(
        "UNKNOWN-OPTION: bad key options: unknown key option \"no-such\"", line("line 3", text));
    contains("BROKEN: ", line("line 4", text));
    contains("DUPLICATE: also in " + file + ":1", line("line 5", text));
    String dsa = line("line 6", text);
    contains("WEAK: DSA", dsa);
    contains("EXPIRED: expired 2020-01-01", dsa);
    assertEquals("", errors);

    String json = run(0, "--json", file.toString());
    contains("\"kind\": \"authorized-key\"", json);
    contains("\"time\": \"2026-11-27T10:00:00Z\"", json);
    contains("\"code\": \"unknown-option\"", json);
    contains("\"expires\": \"2099-01-01T00:00:00Z\"", json);
  }

  /** The columns stand below each other, whatever width the characters have. */
  @Test
  void columnsAreAligned() throws Exception {
    Path file = home.resolve("keys");
    Files.writeString(
        file,
        key.publicKey().line()
            + " \u5408\u9375\nrestrict "
            + KeyGenerator.ecdsa(256).publicKey().line()
            + " plain\n");
    List<String> lines = run(0, file.toString()).lines().filter(l -> l.startsWith("line")).toList();
    // Two wide characters are four columns.
    assertEquals(lines.get(0).indexOf("  -  ") + 2, lines.get(1).indexOf("  -  "));
  }

  /** A comment is somebody else's text. */
  @Test
  @Tag("E3")
  void whatIsShownCannotMoveTheCursor() throws Exception {
    Path file = home.resolve("keys");
    Files.writeString(
        file, "command=\"\u001b]0;x\" " + key.publicKey().line() + " \u001b[2J\u202e\n");
    String text = run(0, file.toString());
    assertFalse(text.contains("\u001b") || text.contains("\u202e"), text);
    contains("\\033[2J", text);
    assertFalse(run(0, "--json", file.toString()).contains("\u001b"));
  }

  @Test
  void theLogOfAnotherUserIsNotOnesOwn() throws Exception {
    Files.writeString(ssh.resolve("authorized_keys"), key.publicKey().line() + "\n");
    Files.writeString(
        log,
        "Accepted publickey for root from ::1 port 1 ssh2: ED25519 "
            + Fingerprint.of(key.publicKey())
            + "\n");
    assertFalse(run(0).contains("from ::1"));
    contains("at some time from ::1", run(0, ssh.resolve("authorized_keys").toString()));
    Files.delete(log);
    run(0);
    contains("no log of sshd can be read", errors);
  }

  @Test
  void wrongWordsAreRefused() {
    assertThrows(Fatal.class, () -> run(1, "-y"));
    assertThrows(Fatal.class, () -> run(1, "--", "-oProxyCommand=x"));
    assertThrows(Fatal.class, () -> run(1, "-L", home.resolve("none").toString()));
    assertThrows(Fatal.class, () -> run(1, home.resolve("no/such/file").toString()));
  }
}
