package dev.aikagi.tools.keygen;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.aikagi.key.Certificate;
import dev.aikagi.key.Certificate.Option;
import dev.aikagi.key.PublicKeyFile;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class CertifyTest {
  @TempDir Path home;
  private String ca = "";
  private String key = "";

  @BeforeEach
  void keys() {
    ca = home.resolve("ca").toString();
    key = home.resolve("key").toString();
    run("-q", "-N", "", "-C", "the ca", "-f", ca);
    run("-q", "-t", "ecdsa", "-N", "", "-C", "my key", "-f", key);
  }

  private Session run(String... words) {
    return new Session(home).run(words);
  }

  private Session sign(String... more) {
    String[] words = new String[more.length + 5];
    System.arraycopy(new String[] {"-s", ca, "-I", "an id"}, 0, words, 0, 4);
    System.arraycopy(more, 0, words, 4, more.length);
    words[more.length + 4] = key + ".pub";
    return run(words);
  }

  private Certificate certificate() throws Exception {
    return PublicKeyFile.certificate(Files.readString(Path.of(key + "-cert.pub"))).orElseThrow();
  }

  @Test
  void aUsersCertificate() throws Exception {
    Session session = sign("-n", "alice,bob", "-z", "7", "-V", "+1h");
    assertEquals(
        "Signed user key "
            + key
            + "-cert.pub: id \"an id\" serial 7 for alice,bob valid from 2026-11-27T17:09:00 to"
            + " 2026-11-27T18:10:46\n",
        session.said());
    assertEquals(0, session.code());
    Path file = Path.of(key + "-cert.pub");
    assertEquals("rw-r--r--", PosixFilePermissions.toString(Files.getPosixFilePermissions(file)));
    assertTrue(Files.readString(file).endsWith("= my key\n"), Files.readString(file));
    assertEquals(Certificate.Kind.USER, certificate().kind());
    assertEquals(List.of("alice", "bob"), certificate().principals());
    assertEquals(
        """
        %1$s-cert.pub:
                Type: ecdsa-sha2-nistp256-cert-v01@openssh.com user certificate
                Public key: ECDSA-CERT %2$s
                Signing CA: ED25519 %3$s (using ssh-ed25519)
                Key ID: "an id"
                Serial: 7
                Valid: from 2026-11-27T17:09:00 to 2026-11-27T18:10:46
                Principals:\s
                        alice
                        bob
                Critical Options: (none)
                Extensions:\s
                        permit-X11-forwarding
                        permit-agent-forwarding
                        permit-port-forwarding
                        permit-pty
                        permit-user-rc
        """
            .formatted(key, fingerprint(key), fingerprint(ca)),
        run("-L", "-f", key + "-cert.pub").said());
  }

  private String fingerprint(String file) {
    return run("-l", "-f", file + ".pub").said().split(" ", 3)[1];
  }

  @Test
  void optionsInTheirOrder() throws Exception {
    sign("-h", "-O", "permit-pty", "-O", "clear", "-O", "Permit-User-RC", "-O", "extension:b=c")
        .said();
    assertEquals(Certificate.Kind.HOST, certificate().kind());
    assertEquals(
        List.of(Option.of("b", "c"), Option.flag("permit-user-rc")), certificate().extensions());
    sign("-O", "verify-required", "-O", "no-touch-required", "-O", "force-command=ls -l");
    assertEquals(
        List.of(Option.of("force-command", "ls -l"), Option.flag("verify-required")),
        certificate().criticalOptions());
    assertEquals("no-touch-required", certificate().extensions().getFirst().name());
    sign("-O", "touch-required", "-O", "verify-required", "-O", "no-verify-required");
    assertEquals(List.of(), certificate().criticalOptions());
    assertEquals(5, certificate().extensions().size());
  }

  /** OpenSSH writes such an option twice; a reader may take either value. */
  @Test
  @Tag("C6")
  void noOptionHasTwoValues() throws Exception {
    sign("-O", "extension:permit-pty");
    assertEquals(5, certificate().extensions().size());
    Session session = sign("-O", "critical:x=1", "-O", "critical:x=2");
    assertEquals("certificate option \"x\" has two values\n", session.said());
    assertEquals(255, session.code());
    assertEquals(255, sign("-O", "force-command=a", "-O", "critical:force-command=b").code());
  }

  @Test
  @Tag("C6")
  void aListOfAddressesIsChecked() throws Exception {
    Session session = sign("-O", "source-address=10.0.0.0/8,10.0.0.1/8");
    assertEquals(
        "Inconsistent mask length for network \"10.0.0.1/8\"\nInvalid source-address list\n",
        session.said());
    assertFalse(Files.exists(Path.of(key + "-cert.pub")));
    sign("-O", "source-address=10.0.0.0/8,::1");
    assertEquals(
        List.of(Option.of("source-address", "10.0.0.0/8,::1")), certificate().criticalOptions());
  }

  /** The texts are those of a stranger, and end on a terminal. */
  @Test
  @Tag("C6")
  void whatIsShownCannotMoveTheCursor() {
    run("-s", ca, "-I", "a\u001b[2J\nb", "-n", "c\u001bd", "-O", "force-command=\u0007", key);
    String said = run("-L", "-f", key + "-cert.pub").said();
    assertTrue(said.contains("Key ID: \"a\\033[2J\\012b\""), said);
    assertTrue(said.contains("c\\033d") && said.contains("force-command \\007"), said);
    assertFalse(said.contains("\u001b"), said);
  }

  @Test
  void aCertificateIsNotCertified() {
    sign();
    Session session = run("-s", ca, "-I", "x", key + "-cert.pub");
    assertEquals(
        "do_ca_sign: key \"" + key + "-cert.pub\" type ECDSA-CERT cannot be certified\n",
        session.said());
  }

  @Test
  void anAuthorityWithAPassphrase() {
    String locked = home.resolve("locked").toString();
    run("-q", "-a", "1", "-N", "secret", "-f", locked);
    Session session =
        new Session(home).whispers("secret").run("-q", "-s", locked, "-I", "x", key + ".pub");
    assertEquals("Enter passphrase: \n", session.said());
    assertEquals(0, session.code());
  }

  @Test
  void withoutAnAgent() {
    assertEquals("Cannot use public key for CA signature: agent not present\n", sign("-U").said());
    Session session =
        new Session(home)
            .withAgent(home.resolve("none").toString())
            .run("-U", "-s", ca, "-I", "x", key);
    assertEquals(
        "Cannot use public key for CA signature: No such file or directory\n", session.said());
  }

  @ParameterizedTest
  @CsvSource({
    "always:forever, forever",
    "20200101:20300101, from 2020-01-01T00:00:00 to 2030-01-01T00:00:00",
    "20200230:forever, after 2020-03-01T00:00:00",
    "-1h:+5m, from 2026-11-27T16:10:46 to 2026-11-27T17:15:46",
    "0x10:0x20, from 1970-01-01T00:00:16 to 1970-01-01T00:00:32",
    "+1w1d, from 2026-11-27T17:09:00 to 2026-12-05T17:10:46"
  })
  void intervals(String value, String shown) {
    assertTrue(sign("-V", value).said().endsWith(" valid " + shown + "\n"));
  }

  /** Local midnight is what it is in summer too, unlike in OpenSSH 9.2, which is an hour late. */
  @Test
  void summerTimeIsNoOtherDay() throws Exception {
    var berlin = java.time.Clock.fixed(Session.NOW, java.time.ZoneId.of("Europe/Berlin"));
    assertEquals(
        "from 2026-07-01T00:00:00 to 2026-12-01T00:00:00",
        Interval.parse("20260701:20261201", berlin).text(berlin.getZone()));
  }

  @Test
  void pkcs11IsNotThere() {
    Session session = run("-D", "library", "-s", ca, "-I", "x", key);
    assertEquals(
        "ssh-keygen: PKCS#11 tokens (-D): not part of Aikagi's ssh-keygen yet\n", session.said());
    assertEquals(255, session.code());
  }
}
