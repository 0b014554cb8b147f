package dev.aikagi.tools.ssh;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.aikagi.Bytes;
import dev.aikagi.auth.Identity;
import dev.aikagi.auth.IdentityException;
import dev.aikagi.auth.IdentityReason;
import dev.aikagi.auth.OwnCertificateReason;
import dev.aikagi.config.AlgorithmNames;
import dev.aikagi.config.ClientConfig;
import dev.aikagi.config.ClientConfigReader;
import dev.aikagi.key.Certificate;
import dev.aikagi.key.Ed25519PublicKey;
import dev.aikagi.key.KeyFileRefusal;
import dev.aikagi.key.KeyGenerator;
import dev.aikagi.key.KeyType;
import dev.aikagi.key.SkEd25519PublicKey;
import dev.aikagi.posix.User;
import dev.aikagi.tools.keygen.SshKeygen;
import java.io.ByteArrayOutputStream;
import java.io.InputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Certificates of the user: what is offered, in which order, and what is wrong with the others. */
class OwnCertificatesTest {
  private static final List<String> FILES =
      List.of("id.pub", "other.pub", "good-cert.pub", "old-cert.pub", "early-cert.pub");

  @TempDir private Path folder;

  private final ByteArrayOutputStream said = new ByteArrayOutputStream();
  private Identities identities;

  @BeforeEach
  void copy() throws Exception {
    for (String name : FILES) {
      copy(name, name);
    }
    copy("host-cert.pub", "host-cert.pub");
    copy("nobody-cert.pub", "nobody-cert.pub");
    copy("other-cert.pub", "other-cert.pub");
    identities = identities();
  }

  private void copy(String resource, String name) throws Exception {
    try (InputStream in = OwnCertificatesTest.class.getResourceAsStream(resource)) {
      Files.write(folder.resolve(name), Objects.requireNonNull(in, resource).readAllBytes());
    }
  }

  private Certificate certificate(String name) {
    return CertificateFile.of(file(name)).certificate().orElseThrow();
  }

  private String file(String name) {
    return folder.resolve(name).toString();
  }

  private ClientConfig config(String... options) throws Exception {
    ClientConfigReader reader =
        new ClientConfigReader(
            "host", new ScriptedMachine(folder, c -> {}), AlgorithmNames.OPENSSH_CLIENT, d -> {});
    reader.option("IdentityAgent none");
    for (String option : options) {
      reader.option(option);
    }
    return reader.finish();
  }

  /** Each as its file's name and its type, in the order of the offers. */
  private List<String> offered(String... options) throws Exception {
    return list(options).stream().map(this::shown).toList();
  }

  private List<Identity> list(String... options) throws Exception {
    identities = identities(options);
    said.reset();
    return identities.list();
  }

  private Identities identities(String... options) throws Exception {
    Log log = log();
    return new Identities(
        config(options), new Questions(log), log, Integer.toUnsignedLong(User.realId()));
  }

  private Log log() {
    Log log = new Log(new PrintStream(said, true, StandardCharsets.UTF_8));
    log.level("DEBUG");
    return log;
  }

  private String shown(Identity identity) {
    KeyType type =
        identity
            .certificate()
            .map(Certificate::type)
            .orElseGet(() -> identity.publicKey().orElseThrow().type());
    return Path.of(identity.name()).getFileName() + " " + type.shortName();
  }

  private List<String> lines() {
    return said.toString(StandardCharsets.UTF_8)
        .replace(folder + "/", "")
        .lines()
        .map(line -> line.replace("debug1: ", ""))
        .toList();
  }

  private OwnCertificateReason fault() {
    List<OwnCertificateReason> faults = new ArrayList<>();
    for (Considered c : identities.considered()) {
      c.fault().ifPresent(f -> faults.add((OwnCertificateReason) f));
    }
    assertEquals(1, faults.size(), faults.toString());
    return faults.getFirst();
  }

  /** As OpenSSH: those of CertificateFile before all, those beside a key behind it. */
  @Test
  void theOrderIsThatOfOpenSsh() throws Exception {
    copy("good-cert.pub", "id-cert.pub");
    String id = "IdentityFile " + file("id");
    String other = "IdentityFile " + file("other");
    assertEquals(
        List.of("id ED25519", "id ED25519-CERT", "other ED25519", "other ED25519-CERT"),
        offered(id, other));
    assertEquals(
        List.of(
            "identity file id type 3",
            "identity file id-cert type 7",
            "identity file other type 3",
            "identity file other-cert type 7"),
        lines());
    String certificates = "CertificateFile " + file("good-cert.pub");
    assertEquals(
        List.of(
            "good-cert.pub ED25519-CERT", "old-cert ED25519-CERT", "id ED25519", "other ED25519"),
        offered(id, other, certificates, "CertificateFile %d/old-cert"));
    assertEquals(
        List.of(
            "identity file id type 3",
            "identity file other type 3",
            "certificate file good-cert.pub type 7",
            "certificate file old-cert type 7"),
        lines());
    assertEquals(List.of("id ED25519"), offered(id, "CertificateFile none"));
    assertEquals(List.of("good-cert.pub ED25519-CERT"), offered("IdentityFile ~/good-cert.pub"));
  }

  @Test
  void whatIsAnnouncedIsWhatTheListAllows() throws Exception {
    copy("good-cert.pub", "id-cert.pub");
    String id = "IdentityFile " + file("id");
    for (String[] row :
        new String[][] {
          {"ssh-ed25519", "ssh-ed25519-cert-v01@openssh.com", "ED25519"},
          {"ssh-ed25519-cert-v01@openssh.com", "ssh-ed25519", "ED25519-CERT"}
        }) {
      List<Identity> all = list(id);
      said.reset();
      Identities.announce(all, config("PubkeyAcceptedAlgorithms " + row[0]), log());
      assertEquals(2, lines().size());
      assertEquals(
          "Skipping "
              + row[1]
              + " key id - corresponding algorithm not in PubkeyAcceptedAlgorithms",
          lines().get(0));
      assertTrue(
          lines().get(1).startsWith("Will attempt key: id " + row[2] + " SHA256:"),
          lines().toString());
    }
  }

  /** Whatever is wrong with a certificate, its key is tried. */
  @Test
  void aBadCertificateLosesNoKey() throws Exception {
    String id = "IdentityFile " + file("id");
    Path beside = folder.resolve("id-cert.pub");
    Files.writeString(beside, "junk\n");
    assertEquals(List.of("id ED25519"), offered(id));
    assertEquals(
        new OwnCertificateReason.BadCertificate(
            beside.toString(), new KeyFileRefusal.NotAKeyFile()),
        fault());
    assertEquals("identity file id-cert type -1", lines().get(1));
    String whole = Files.readString(folder.resolve("good-cert.pub"));
    Files.writeString(beside, whole.substring(0, 300));
    assertEquals(List.of("id ED25519"), offered(id));
    assertInstanceOf(OwnCertificateReason.BadCertificate.class, fault());
    copy("id.pub", "id-cert.pub");
    assertEquals(List.of("id ED25519"), offered(id));
    assertEquals(
        List.of(
            "identity file id type 3",
            "identity file id-cert type 3",
            "load_public_identity_files: key id-cert type ED25519 is not a certificate"),
        lines());
    assertEquals(
        new OwnCertificateReason.BadCertificate(
            beside.toString(), new KeyFileRefusal.NoCertificate(KeyType.SSH_ED25519)),
        fault());
    Files.delete(beside);
    Files.createDirectory(beside);
    assertEquals(List.of("id ED25519"), offered(id));
    assertEquals(List.of("id ED25519"), offered(id, "CertificateFile " + file("nothing")));
    assertEquals(new OwnCertificateReason.FileMissing(file("nothing")), fault());
  }

  @Test
  @Tag("C6")
  void aHostCertificateIsNotOffered() throws Exception {
    copy("host-cert.pub", "id-cert.pub");
    assertEquals(List.of("id ED25519"), offered("IdentityFile " + file("id")));
    assertInstanceOf(OwnCertificateReason.NotForUsers.class, fault());
    assertTrue(lines().contains("pubkey_prepare: ignoring certificate id: not a user certificate"));
    assertEquals(
        List.of("id ED25519"),
        offered("IdentityFile " + file("id"), "CertificateFile " + file("host-cert.pub")));
  }

  /** As OpenSSH: where nothing reaches authenticators, their keys are not offered. */
  @Test
  void aKeyInAnAuthenticatorNeedsAProvider() throws Exception {
    Bytes point = ((Ed25519PublicKey) KeyGenerator.ed25519().publicKey()).point();
    String line = new SkEd25519PublicKey(point, "ssh:").line();
    Files.writeString(folder.resolve("token.pub"), line + "\n");
    Files.createFile(folder.resolve("token"));
    String[] named = {"IdentityFile " + file("token"), "IdentityFile " + file("id")};
    for (String setting : List.of("none", "$AIKAGI_TEST_NOT_SET")) {
      assertEquals(
          List.of("id ED25519"),
          offered(named[0], named[1], "SecurityKeyProvider " + setting),
          setting);
      assertTrue(
          lines()
              .contains(
                  "pubkey_prepare: ignoring authenticator-hosted key token as no"
                      + " SecurityKeyProvider has been specified"),
          said::toString);
      assertEquals(
          Optional.of(new IdentityReason.NoProvider(file("token"), setting)),
          identities.considered().getFirst().fault());
    }
    assertEquals(List.of("token ED25519-SK", "id ED25519"), offered(named));
  }

  /** ssh-copy-id asks whether the key opens the door: its certificate says nothing of that. */
  @Test
  void oneKeyAloneIsWithoutItsCertificate() throws Exception {
    copy("good-cert.pub", "id-cert.pub");
    List<Identity> all = list("IdentityFile " + file("id"));
    assertEquals(2, all.size());
    List<Identity> one = identities.of(all.getFirst().publicKey().orElseThrow());
    assertEquals(List.of("id ED25519"), one.stream().map(this::shown).toList());
  }

  @Test
  void aCertificateIsSignedForByItsKeyAlone() throws Exception {
    List<Identity> alone = list("IdentityFile none", "CertificateFile " + file("good-cert.pub"));
    IdentityException without =
        assertThrows(IdentityException.class, () -> alone.getFirst().signer());
    assertEquals(
        List.of(
            new OwnCertificateReason.WithoutKey(
                file("good-cert.pub"), certificate("good-cert.pub"))),
        without.reasons());
    assertTrue(
        lines()
            .contains(
                "sign_and_send_pubkey: no separate private key for certificate"
                    + " \"good-cert.pub\""));
    // Another key beside the certificate.
    assertEquals(0, SshKeygen.run(List.of("-q", "-t", "ed25519", "-N", "", "-f", file("fresh"))));
    copy("good-cert.pub", "fresh-cert.pub");
    List<Identity> pair = list("IdentityFile " + file("fresh"));
    IdentityException another =
        assertThrows(IdentityException.class, () -> pair.getLast().signer());
    assertEquals(
        List.of(
            new OwnCertificateReason.OfAnotherKey(
                file("fresh-cert.pub"), certificate("good-cert.pub"))),
        another.reasons());
    assertTrue(lines().contains("identity_sign: private key fresh contents do not match public"));
  }

  @Test
  @Tag("R14")
  void timeAndNamesShowHere() {
    Instant now = Instant.parse("2026-06-01T00:00:00Z");
    assertEquals(Optional.empty(), check("good-cert.pub", "bob", now));
    assertInstanceOf(
        OwnCertificateReason.NameNotListed.class,
        check("good-cert.pub", "carol", now).orElseThrow());
    assertInstanceOf(
        OwnCertificateReason.Expired.class, check("old-cert.pub", "carol", now).orElseThrow());
    Instant then = Instant.parse("2021-01-01T00:00:00Z");
    assertInstanceOf(
        OwnCertificateReason.Expired.class, check("old-cert.pub", "alice", then).orElseThrow());
    assertEquals(Optional.empty(), check("old-cert.pub", "alice", then.minusNanos(1)));
    assertInstanceOf(
        OwnCertificateReason.NotYetValid.class,
        check("early-cert.pub", "alice", now).orElseThrow());
    assertInstanceOf(
        OwnCertificateReason.NoPrincipals.class,
        check("nobody-cert.pub", "alice", now).orElseThrow());
    assertInstanceOf(
        OwnCertificateReason.NotForUsers.class, check("host-cert.pub", "alice", now).orElseThrow());
  }

  private Optional<OwnCertificateReason> check(String name, String user, Instant now) {
    return CertificateCheck.of(name, certificate(name), user, now);
  }
}
