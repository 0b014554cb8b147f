package dev.aikagi.tools.sshd;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.aikagi.Reason;
import dev.aikagi.config.Diagnostic;
import dev.aikagi.config.ServerConfigReader;
import dev.aikagi.kerberos.KerberosConfiguration;
import dev.aikagi.posix.User;
import dev.aikagi.tools.ServerLog;
import dev.aikagi.tools.SystemSurroundings;
import java.io.ByteArrayOutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Whom Kerberos proves, and who he may be here. */
@Tag("A13")
class PrincipalAccessTest {
  private static final String ALICE = "alice@R";

  private final ServerLog log =
      ServerLog.toStream(new ByteArrayOutputStream(), ServerLog.Level.DEBUG3);

  @TempDir Path home = Path.of("");
  private Path list = Path.of("");

  @BeforeEach
  void place() {
    list = home.resolve(".k5login");
  }

  private PrincipalAccess access(boolean may, String... options) throws Exception {
    ServerConfigReader reader =
        new ServerConfigReader(
            new SystemSurroundings(log), SshdAlgorithms.NAMES, Diagnostic.NOBODY);
    for (String option : options) {
      reader.option(option);
    }
    InetSocketAddress loopback = new InetSocketAddress(InetAddress.getLoopbackAddress(), 22);
    User self = User.withId(User.effectiveId()).orElseThrow();
    User user = new User("alice", self.uid(), self.gid(), "", home, "/bin/sh");
    UserKeys keys =
        new UserKeys(
            user, reader.withoutFile(), Peer.of(loopback, loopback), log, new StartedHere());
    return new PrincipalAccess(
        keys, (_, _, listed) -> may && listed.orElse(true), () -> List.of("web", "web.example"));
  }

  private static Optional<Reason> refusal(PrincipalAccess access, String principal)
      throws Exception {
    return access.refusal("host/web.example@R", principal);
  }

  @Test
  void aHostThatNobodyAnswersForHasItsOwnName() {
    // Longer than a label of the DNS may be: no server is asked.
    String name = "x".repeat(64);
    assertEquals(List.of(name), PrincipalAccess.namesOf(name));
  }

  @Test
  void theRulesDecide() throws Exception {
    assertEquals(Optional.empty(), refusal(access(true), ALICE));
    assertEquals(
        Optional.of(new PrincipalAccessReason.NotMapped(ALICE, "alice")),
        refusal(access(false), ALICE));
  }

  @Test
  void aListNamesEverybody() throws Exception {
    Files.writeString(list, "bob@R\n  carol@R \n");
    assertEquals(Optional.empty(), refusal(access(true), "bob@R"));
    assertEquals(Optional.empty(), refusal(access(true), "carol@R"));
    assertEquals(
        Optional.of(new PrincipalAccessReason.NotListed(list, ALICE)),
        refusal(access(true), ALICE));
  }

  @Test
  void aListOfSomebodyElsesIsNone() throws Exception {
    assumeTrue(User.effectiveId() == 0, "root gives files to others");
    Files.writeString(list, ALICE + "\n");
    Files.setAttribute(list, "unix:uid", 4711);
    assertEquals(
        Optional.of(new PrincipalAccessReason.Unusable(list, "it belongs to user 4711")),
        refusal(access(true), ALICE));
  }

  @Test
  void whatIsNoFileIsNoList() throws Exception {
    Files.createDirectory(list);
    Reason why = refusal(access(true), ALICE).orElseThrow();
    assertEquals(list + " does not count: it is no regular file", why.summary());
  }

  @ParameterizedTest
  @CsvSource({
    "host/web@R, true",
    "host/WEB.EXAMPLE@R, true",
    "host/web.example.org@R, false",
    "host/other@R, false",
    "http/web@R, false",
    "web@R, false",
  })
  void aTicketIsForThisHost(String server, boolean own) throws Exception {
    Optional<Reason> why = access(true).refusal(server, ALICE);
    assertEquals(own, why.isEmpty());
    if (!own) {
      assertInstanceOf(PrincipalAccessReason.OtherServer.class, why.orElseThrow());
    }
    assertTrue(access(true, "GSSAPIStrictAcceptorCheck=no").refusal(server, ALICE).isEmpty());
  }

  @Test
  void aKeytabIsNamedWithOrWithoutItsKind() {
    KerberosConfiguration none = new KerberosConfiguration(List.of());
    assertEquals(Path.of("/etc/krb5.keytab"), Keytab.file(Optional.empty(), none));
    assertEquals(Path.of("/a/b"), Keytab.file(Optional.of("FILE:/a/b"), none));
    assertEquals(Path.of("/a:/b"), Keytab.file(Optional.of("/a:/b"), none));
  }

  @Test
  void theConfigurationNamesAKeytabUnlessTheEnvironmentDoes() throws Exception {
    Path file = list.resolveSibling("krb5.conf");
    Files.writeString(file, "[libdefaults]\ndefault_keytab_name = FILE:/c/d\n");
    KerberosConfiguration named = new KerberosConfiguration(List.of(file));
    assertEquals(Path.of("/c/d"), Keytab.file(Optional.empty(), named));
    assertEquals(Path.of("/a/b"), Keytab.file(Optional.of("/a/b"), named));
  }
}
