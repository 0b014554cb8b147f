package dev.aikagi.tools.sshd;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.aikagi.Reason;
import dev.aikagi.auth.ClientHostClaim;
import dev.aikagi.auth.KeyDecision;
import dev.aikagi.config.Diagnostic;
import dev.aikagi.config.ServerConfigReader;
import dev.aikagi.key.Certificate;
import dev.aikagi.key.CertificateBuilder;
import dev.aikagi.key.KeyGenerator;
import dev.aikagi.key.KeyOrCertificate;
import dev.aikagi.key.PrivateKey;
import dev.aikagi.posix.User;
import dev.aikagi.tools.ServerLog;
import dev.aikagi.tools.SystemSurroundings;
import dev.aikagi.trust.FileModeReason;
import dev.aikagi.trust.TrustedHostReason;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Which hosts are believed, as the files of a system say. The client is 192.0.2.7. */
@Tag("A4")
@Timeout(120)
class HostTrustTest {
  private static final String CLIENT = "192.0.2.7";
  private static final PrivateKey KEY = KeyGenerator.ed25519();
  private static final PrivateKey OTHER = KeyGenerator.ed25519();

  private final ByteArrayOutputStream told = new ByteArrayOutputStream();
  private final ServerLog log = ServerLog.toStream(told, ServerLog.Level.DEBUG3);

  @TempDir Path folder = Path.of("");
  private Path home = Path.of("");

  @BeforeEach
  void makeHome() throws Exception {
    Files.setPosixFilePermissions(folder, PosixFilePermissions.fromString("rwxr-xr-x"));
    home = folder.resolve("home");
    Files.createDirectories(home.resolve(".ssh"));
    for (Path p : List.of(home.resolve(".ssh"), home)) {
      Files.setPosixFilePermissions(p, PosixFilePermissions.fromString("rwxr-xr-x"));
    }
    write("known", CLIENT + " " + KEY.publicKey().line() + "\n");
  }

  private Path write(String name, String text) throws IOException {
    Path file = Files.writeString(folder.resolve(name), text);
    Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-r--r--"));
    return file;
  }

  /** An account with the ids of whoever runs this, or of somebody else who has none. */
  private User user(String name, int uid) {
    return new User(name, uid, uid, "", home, "/bin/sh");
  }

  private User alice() throws Exception {
    assumeTrue(User.effectiveId() == 0, "root takes the ids of users");
    return user("alice", 4711);
  }

  private KeyDecision decide(User user, ClientHostClaim claim, String... options) throws Exception {
    ServerConfigReader reader =
        new ServerConfigReader(
            new SystemSurroundings(log), SshdAlgorithms.NAMES, Diagnostic.NOBODY);
    for (String option : options) {
      reader.option(option);
    }
    Peer peer =
        Peer.of(
            new InetSocketAddress(InetAddress.ofLiteral(CLIENT), 1234),
            new InetSocketAddress(InetAddress.ofLiteral("192.0.2.1"), 22));
    UserKeys keys = new UserKeys(user, reader.withoutFile(), peer, log, new StartedHere());
    HostTrustFiles files =
        new HostTrustFiles(
            List.of(folder.resolve("equiv"), folder.resolve("shosts")),
            List.of(folder.resolve("known"), folder.resolve("known2")));
    return new HostTrust(keys, files, (_, _, _) -> false).decide(claim);
  }

  private static ClientHostClaim claim(PrivateKey key, String host) {
    return new ClientHostClaim(new KeyOrCertificate.Plain(key.publicKey()), host, "alice");
  }

  private KeyDecision decide(String... options) throws Exception {
    return decide(alice(), claim(KEY, CLIENT + "."), options);
  }

  private static List<Reason> refused(KeyDecision decision) {
    return assertInstanceOf(KeyDecision.Refused.class, decision).reasons();
  }

  private static void in(KeyDecision decision) {
    assertInstanceOf(KeyDecision.Authorized.class, decision, decision::toString);
  }

  @Test
  void theListsOfTheSystemTrustAHost() throws Exception {
    assertInstanceOf(HostTrustReason.NoLists.class, refused(decide()).getFirst());
    write("shosts", CLIENT + "\n");
    KeyDecision.Authorized yes = assertInstanceOf(KeyDecision.Authorized.class, decide());
    assertEquals(
        "host trusted by "
            + folder.resolve("shosts")
            + ":1: trusted host, known by "
            + folder.resolve("known")
            + ":1",
        yes.reason().summary());
    write("equiv", "-" + CLIENT + "\n");
    // As OpenSSH: a line of one list keeps nobody out of the next.
    in(decide());
    Files.delete(folder.resolve("shosts"));
    assertInstanceOf(TrustedHostReason.Denied.class, refused(decide()).getFirst());
  }

  @Test
  void forRootTheyDoNotCount() throws Exception {
    assumeTrue(User.effectiveId() == 0, "root");
    User root = user("root", 0);
    ClientHostClaim claim =
        new ClientHostClaim(new KeyOrCertificate.Plain(KEY.publicKey()), CLIENT, "root");
    write("equiv", CLIENT + "\n");
    write("shosts", CLIENT + "\n");
    assertInstanceOf(
        HostTrustReason.RootNeedsOwn.class,
        refused(decide(root, claim, "IgnoreRhosts=no")).getFirst());
    write("home/.shosts", CLIENT + "\n");
    in(decide(root, claim, "IgnoreRhosts=shosts-only"));
  }

  @Test
  void ignoreRhostsSaysWhichOfTheUsersListsCount() throws Exception {
    Path shosts = write("home/.shosts", CLIENT + "\n");
    assertEquals(new HostTrustReason.Ignored(shosts, "yes"), refused(decide()).getFirst());
    in(decide("IgnoreRhosts=no"));
    in(decide("IgnoreRhosts=shosts-only"));
    Files.delete(shosts);
    Path rhosts = write("home/.rhosts", CLIENT + "\n");
    in(decide("IgnoreRhosts=no"));
    assertEquals(
        new HostTrustReason.Ignored(rhosts, "shosts-only"),
        refused(decide("IgnoreRhosts=shosts-only")).getFirst());
  }

  @Test
  void aListThatOthersMayWriteDoesNotCount() throws Exception {
    Path shosts = write("home/.shosts", CLIENT + "\n");
    Files.setPosixFilePermissions(shosts, PosixFilePermissions.fromString("rw-rw-r--"));
    assertEquals(
        List.of(new FileModeReason.WritableByOthers(shosts.toRealPath(), false, 0664)),
        refused(decide("IgnoreRhosts=no")));
    in(decide("IgnoreRhosts=no", "StrictModes=no"));
    Files.setPosixFilePermissions(shosts, PosixFilePermissions.fromString("rw-r--r--"));
    in(decide("IgnoreRhosts=no"));
    Files.setAttribute(shosts, "unix:uid", 4712);
    assertInstanceOf(
        FileModeReason.WrongOwner.class, refused(decide("IgnoreRhosts=no")).getFirst());
    Files.setAttribute(shosts, "unix:uid", 4711);
    Files.setPosixFilePermissions(home, PosixFilePermissions.fromString("rwxrwxr-x"));
    assertInstanceOf(
        FileModeReason.WritableByOthers.class, refused(decide("IgnoreRhosts=no")).getFirst());
  }

  /** The user's list is read with his rights, so that it cannot show him root's files. */
  @Test
  void aLinkReachesWhatTheUserReaches() throws Exception {
    Path secret = write("secret", CLIENT + "\n");
    Files.setPosixFilePermissions(secret, PosixFilePermissions.fromString("rw-------"));
    Files.createSymbolicLink(home.resolve(".shosts"), secret);
    assertInstanceOf(
        HostTrustReason.Unusable.class,
        refused(decide("IgnoreRhosts=no", "StrictModes=no")).getFirst());
  }

  @Test
  void aFolderIsNoList() throws Exception {
    Files.createDirectory(folder.resolve("equiv"));
    assertInstanceOf(HostTrustReason.Unusable.class, refused(decide()).getFirst());
  }

  @Test
  void theKeyMustBeKnown() throws Exception {
    write("shosts", CLIENT + "\n");
    Path known = folder.resolve("known");
    assertEquals(
        new HostTrustReason.OtherKey(CLIENT, known + ":1"),
        refused(decide(alice(), claim(OTHER, CLIENT))).getFirst());
    Files.delete(known);
    assertEquals(new HostTrustReason.KeyNotKnown(CLIENT), refused(decide()).getFirst());
    write("known2", CLIENT + " " + KEY.publicKey().line() + "\n");
    in(decide());
    write(
        "known2",
        "@revoked * " + KEY.publicKey().line() + "\n" + Files.readString(folder.resolve("known2")));
    assertInstanceOf(HostTrustReason.KeyRevoked.class, refused(decide()).getFirst());
  }

  @Test
  void theUsersKnownHostsCountUnlessTheyAreIgnored() throws Exception {
    write("shosts", CLIENT + "\n");
    Files.delete(folder.resolve("known"));
    Path own = write("home/.ssh/known_hosts", CLIENT + " " + KEY.publicKey().line() + "\n");
    in(decide());
    assertEquals(
        new HostTrustReason.KeyNotKnown(CLIENT),
        refused(decide("IgnoreUserKnownHosts=yes")).getFirst());
    Files.setPosixFilePermissions(own, PosixFilePermissions.fromString("rw-rw-rw-"));
    assertInstanceOf(FileModeReason.WritableByOthers.class, refused(decide()).getFirst());
  }

  /** Perhaps it is the one that revokes the key. */
  @Test
  void aKnownHostsFileThatCannotBeReadKnowsNobody() throws Exception {
    write("shosts", CLIENT + "\n");
    Files.delete(folder.resolve("known"));
    Files.createDirectory(folder.resolve("known"));
    write("home/.ssh/known_hosts", CLIENT + " " + KEY.publicKey().line() + "\n");
    assertInstanceOf(HostTrustReason.Unusable.class, refused(decide()).getFirst());
  }

  @Test
  void aRevokedKeyIsRefusedFirst() throws Exception {
    write("shosts", CLIENT + "\n");
    Path revoked = write("revoked", KEY.publicKey().line() + "\n");
    assertInstanceOf(
        LoginRefusal.Revoked.class, refused(decide("RevokedKeys=" + revoked)).getFirst());
  }

  @Test
  void theNameOfTheAddressCountsAndNotWhatTheClientSays() throws Exception {
    write("shosts", "trusted.example\n");
    write("known", "trusted.example " + KEY.publicKey().line() + "\n");
    List<Reason> reasons = refused(decide(alice(), claim(KEY, "trusted.example.")));
    assertEquals(
        new HostTrustReason.NameDiffers("trusted.example", CLIENT, CLIENT), reasons.getFirst());
    assertInstanceOf(TrustedHostReason.NotListed.class, reasons.getLast());
    assertTrue(
        told.toString(StandardCharsets.UTF_8)
            .contains(
                "userauth_hostbased mismatch: client sends trusted.example, but we resolve "
                    + CLIENT
                    + " to "
                    + CLIENT));
    in(decide(alice(), claim(KEY, "trusted.example."), "HostbasedUsesNameFromPacketOnly=yes"));
    // The address is nothing to go by then.
    write("shosts", CLIENT + "\n");
    assertInstanceOf(
        TrustedHostReason.NotListed.class,
        refused(
                decide(
                    alice(), claim(KEY, "trusted.example"), "HostbasedUsesNameFromPacketOnly=yes"))
            .getFirst());
  }

  private static ClientHostClaim certified(String... principals) throws Exception {
    Certificate certificate =
        CertificateBuilder.host(KEY.publicKey(), "client")
            .principals(List.of(principals))
            .sign(OTHER);
    return new ClientHostClaim(new KeyOrCertificate.Certified(certificate), "h.example.", "alice");
  }

  @Test
  void anAuthorityVouchesForItsHosts() throws Exception {
    write("shosts", "h.example\n");
    String byName = "HostbasedUsesNameFromPacketOnly=yes";
    // The key in it does not: what is shown is the certificate.
    write("known", "h.example " + KEY.publicKey().line() + "\n");
    assertInstanceOf(
        HostTrustReason.CertificateRefused.class,
        refused(decide(alice(), certified("h.example"), byName)).getFirst());
    write("known", "@cert-authority *.example " + OTHER.publicKey().line() + "\n");
    in(decide(alice(), certified("h.example", "other.example"), byName));
    assertInstanceOf(
        HostTrustReason.CertificateRefused.class,
        refused(decide(alice(), certified("other.example"), byName)).getFirst());
    // A host is one host.
    assertInstanceOf(
        HostTrustReason.CertificateRefused.class,
        refused(decide(alice(), certified("*.example"), byName)).getFirst());
    write(
        "known",
        "@cert-authority *.example "
            + OTHER.publicKey().line()
            + "\n@revoked * "
            + OTHER.publicKey().line()
            + "\n");
    assertInstanceOf(
        HostTrustReason.KeyRevoked.class,
        refused(decide(alice(), certified("h.example"), byName)).getFirst());
  }
}
