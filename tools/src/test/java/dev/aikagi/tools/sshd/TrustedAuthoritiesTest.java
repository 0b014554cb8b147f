package dev.aikagi.tools.sshd;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.aikagi.Reason;
import dev.aikagi.auth.KeyDecision;
import dev.aikagi.config.Diagnostic;
import dev.aikagi.config.ServerConfigReader;
import dev.aikagi.key.Certificate;
import dev.aikagi.key.Fingerprint;
import dev.aikagi.key.KeyGenerator;
import dev.aikagi.key.KeyOrCertificate;
import dev.aikagi.key.PublicKeyFile;
import dev.aikagi.posix.User;
import dev.aikagi.tools.ServerLog;
import dev.aikagi.tools.SystemSurroundings;
import dev.aikagi.trust.FileModeReason;
import dev.aikagi.trust.UserCertificateRefusal;
import java.io.ByteArrayOutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Base64;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** TrustedUserCAKeys and the lists of principals, as the files of a system say. */
@Tag("C6")
@Timeout(120)
class TrustedAuthoritiesTest {
  /** Of a test key, made by ssh-keygen -s -I 'a b;$(id)' -z 42 -n alice,admins. */
  private static final String CERTIFICATE =
      "ssh-ed25519-cert-v01@openssh.com "
          + "AAAAIHNzaC1lZDI1NTE5LWNlcnQtdjAxQG9wZW5zc2guY29tAAAAINFTeGvJuaLY3MLMz2fq5vSkHLiO"
          + "8Ms9uHi7elQMUsCkAAAAIIlGj7tgfZBTmuZ/g//frC8o4YDFu95Mr+2S//7U5/UUAAAAAAAAACoAAAAB"
          + "AAAACWEgYjskKGlkKQAAABMAAAAFYWxpY2UAAAAGYWRtaW5zAAAAAAAAAAD//////////wAAAAAAAACC"
          + "AAAAFXBlcm1pdC1YMTEtZm9yd2FyZGluZwAAAAAAAAAXcGVybWl0LWFnZW50LWZvcndhcmRpbmcAAAAA"
          + "AAAAFnBlcm1pdC1wb3J0LWZvcndhcmRpbmcAAAAAAAAACnBlcm1pdC1wdHkAAAAAAAAADnBlcm1pdC11"
          + "c2VyLXJjAAAAAAAAAAAAAAAzAAAAC3NzaC1lZDI1NTE5AAAAINPt2ClMm9ojdhWc0A2GOLjPJF1ndld6"
          + "mdyHvgTpKPW0AAAAUwAAAAtzc2gtZWQyNTUxOQAAAEBD1Xn070TYf6LTpm08q4Ex+qH/tFJg/+LCFvZh"
          + "nCMZWNE8/jMrj3yXpJZ2mb3nBoJYxvs8BrzvPl2sOp6e+1oB";

  private static final String AUTHORITY =
      "ssh-ed25519 " + "AAAAC3NzaC1lZDI1NTE5AAAAINPt2ClMm9ojdhWc0A2GOLjPJF1ndld6mdyHvgTpKPW0";

  private final ByteArrayOutputStream told = new ByteArrayOutputStream();
  private final ServerLog log = ServerLog.toStream(told, ServerLog.Level.DEBUG3);

  @TempDir Path folder = Path.of("");
  private Path authorities = Path.of("");
  private Path principals = Path.of("");

  @BeforeEach
  void write() throws Exception {
    Files.setPosixFilePermissions(folder, PosixFilePermissions.fromString("rwxr-xr-x"));
    authorities = Files.writeString(folder.resolve("authorities"), AUTHORITY + " c\n");
    principals = folder.resolve("principals");
  }

  private static Certificate certificate() throws Exception {
    return PublicKeyFile.certificate(CERTIFICATE).orElseThrow();
  }

  private User alice() throws Exception {
    User self = User.withId(User.effectiveId()).orElseThrow();
    return new User("alice", self.uid(), self.gid(), "", folder, "/bin/sh");
  }

  private KeyDecision decide(User user, String... options) throws Exception {
    ServerConfigReader reader =
        new ServerConfigReader(
            new SystemSurroundings(log), SshdAlgorithms.NAMES, Diagnostic.NOBODY);
    reader.option("AuthorizedKeysFile=none");
    for (String option : options) {
      reader.option(option);
    }
    Peer peer =
        Peer.of(
            new InetSocketAddress(InetAddress.ofLiteral("192.0.2.7"), 1234),
            new InetSocketAddress(InetAddress.ofLiteral("192.0.2.1"), 22));
    return new UserKeys(user, reader.withoutFile(), peer, log, new StartedHere())
        .decide(new KeyOrCertificate.Certified(certificate()));
  }

  private KeyDecision decide(String... options) throws Exception {
    return decide(alice(), options);
  }

  private List<Reason> refused(String... options) throws Exception {
    return assertInstanceOf(KeyDecision.Refused.class, decide(options)).reasons();
  }

  private String trusted() {
    return "TrustedUserCAKeys=" + authorities;
  }

  private String listed(String text) throws Exception {
    Files.writeString(principals, text);
    Files.setPosixFilePermissions(principals, PosixFilePermissions.fromString("rw-r--r--"));
    return "AuthorizedPrincipalsFile=" + principals;
  }

  @Test
  void anAuthorityOfTheListIsTrusted() throws Exception {
    KeyDecision.Authorized yes = assertInstanceOf(KeyDecision.Authorized.class, decide(trusted()));
    assertEquals(
        "Accepted certificate ID \"a b;$(id)\" (serial 42) signed by ED25519 CA "
            + Fingerprint.of(certificate().signatureKey())
            + " via "
            + authorities,
        yes.reason().summary());
    assertTrue(yes.options().pty());
    assertTrue(told.toString(StandardCharsets.UTF_8).contains("Accepted certificate ID"));
  }

  @Test
  void anotherIsNot() throws Exception {
    assertInstanceOf(UserCertificateRefusal.NoAuthorities.class, refused().getFirst());
    Files.writeString(authorities, KeyGenerator.ed25519().publicKey().line() + "\n");
    assertInstanceOf(UserCertificateRefusal.UnknownAuthority.class, refused(trusted()).getFirst());
  }

  @Test
  void aListThatCannotBeReadTrustsNobody() throws Exception {
    Files.writeString(authorities, "junk\n" + AUTHORITY + "\n");
    assertEquals(
        authorities + ":1: no public key: no key type is named so; no line below it counts",
        refused(trusted()).getFirst().summary());
    Files.delete(authorities);
    assertInstanceOf(AuthorityReason.FileUnusable.class, refused(trusted()).getFirst());
  }

  @Test
  void theNameOfTheAccountIsAPrincipal() throws Exception {
    User other = new User("bob", alice().uid(), alice().gid(), "", folder, "/bin/sh");
    KeyDecision.Refused no = assertInstanceOf(KeyDecision.Refused.class, decide(other, trusted()));
    assertInstanceOf(UserCertificateRefusal.UserNotListed.class, no.reasons().getFirst());
  }

  @Test
  void aListOfPrincipalsTakesItsPlace() throws Exception {
    KeyDecision.Authorized yes =
        assertInstanceOf(
            KeyDecision.Authorized.class, decide(trusted(), listed("x\nno-pty admins\n")));
    assertFalse(yes.options().pty());
    assertInstanceOf(
        UserCertificateRefusal.NotAuthorized.class, refused(trusted(), listed("bob\n")).getFirst());
    String listed = listed("alice\n");
    Files.delete(principals);
    assertInstanceOf(KeysFileReason.Missing.class, refused(trusted(), listed).getFirst());
  }

  /** Whoever can write to the list decides who logs in. */
  @Test
  @Tag("H3")
  void aListThatOthersCanWriteToIsNotRead() throws Exception {
    String listed = listed("alice\n");
    Files.setPosixFilePermissions(principals, PosixFilePermissions.fromString("rw-rw-rw-"));
    assertInstanceOf(FileModeReason.WritableByOthers.class, refused(trusted(), listed).getFirst());
    assertInstanceOf(KeyDecision.Authorized.class, decide(trusted(), listed, "StrictModes=no"));
  }

  @Test
  @Tag("A11")
  void aProgramListsPrincipals() throws Exception {
    assumeTrue(User.effectiveId() == 0, "needs root: it changes ids");
    String[] command = {
      trusted(), "AuthorizedPrincipalsCommandUser=nobody", "AuthorizedPrincipalsCommand="
    };
    command[2] += "/bin/echo admins";
    assertInstanceOf(KeyDecision.Authorized.class, decide(command));
    command[2] = "AuthorizedPrincipalsCommand=/bin/echo %u-is-not-one";
    assertInstanceOf(UserCertificateRefusal.NotAuthorized.class, refused(command).getFirst());
    command[2] = "AuthorizedPrincipalsCommand=/bin/false";
    assertEquals(
        "AuthorizedPrincipalsCommand /bin/false failed: it ended with exit status 1",
        refused(command).getFirst().summary());
  }

  /** What the authority wrote stays one word, whatever is in it. */
  @Test
  @Tag("A11")
  void itsWordsAreThoseOfTheConfiguration() throws Exception {
    assumeTrue(User.effectiveId() == 0, "needs root: it changes ids");
    Path out = folder.resolve("out");
    Files.createFile(out);
    Files.setPosixFilePermissions(out, PosixFilePermissions.fromString("rw-rw-rw-"));
    String script = "printf \"%%s\\n\" \"$0\" \"$@\" > " + out;
    var _ =
        decide(
            trusted(),
            "AuthorizedPrincipalsCommandUser=nobody",
            "AuthorizedPrincipalsCommand=/bin/sh -c '" + script + "' %i %s %t %T %F %f %K %u");
    Certificate c = certificate();
    assertEquals(
        List.of(
            "a b;$(id)",
            "42",
            "ssh-ed25519-cert-v01@openssh.com",
            "ssh-ed25519",
            Fingerprint.of(c.signatureKey()).toString(),
            Fingerprint.of(c.publicKey()).toString(),
            Base64.getEncoder().encodeToString(c.signatureKey().blob().toArray()),
            "alice"),
        Files.readAllLines(out));
  }

  @Test
  @Tag("D2")
  void aRevokedAuthorityIsNone() throws Exception {
    Path revoked = Files.writeString(folder.resolve("revoked"), AUTHORITY + "\n");
    Reason reason = refused(trusted(), "RevokedKeys=" + revoked).getFirst();
    assertInstanceOf(LoginRefusal.Revoked.class, reason);
  }
}
