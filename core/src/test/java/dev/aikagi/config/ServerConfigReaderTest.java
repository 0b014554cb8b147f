package dev.aikagi.config;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.aikagi.config.Diagnostic.Severity;
import dev.aikagi.config.Penalties.Field;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class ServerConfigReaderTest {
  private final TestSurroundings here = new TestSurroundings();
  private final List<Diagnostic> messages = new ArrayList<>();

  private ServerConfig config(String text) throws ConfigException {
    return ConfigText.server(
        new ServerConfigReader(here, AlgorithmNames.OPENSSH_SERVER, messages::add), text);
  }

  private static String fault(ServerConfigReaderTest test, String text) {
    String message =
        assertThrows(ConfigException.class, () -> test.config(text), text).getMessage();
    return String.valueOf(message);
  }

  /** As every file name of OpenSSH's: of whoever starts sshd, or of the account that is named. */
  @Test
  void aTildeIsAHomeDirectory() throws ConfigException {
    ServerConfig config =
        config("Banner ~/b\nPidFile ~fuga/p\nModuliFile ~\nHostKey ~/k\nXAuthLocation none\n");
    assertEquals(Optional.of("/home/hoge/b"), config.value(ServerKeywords.BANNER));
    assertEquals(Optional.of("/home/fuga/p"), config.value(ServerKeywords.PID_FILE));
    assertEquals(List.of("/home/hoge/k"), config.value(ServerKeywords.HOST_KEY));
    assertTrue(fault(this, "Banner ~nobody/b\n").contains("No such user nobody"));
  }

  @Test
  void theTutorialsFileLoads() throws ConfigException {
    ServerConfig config =
        config(
            """
            Protocol 2
            RhostsRSAAuthentication no
            HostbasedAuthentication no
            IgnoreUserKnownHosts yes
            IgnoreRhosts yes
            RSAAuthentication yes
            PubkeyAuthentication yes
            AuthorizedKeysFile .ssh/authorized_keys
            AuthorizedKeysCommand none
            AuthorizedKeysCommandRunAs nobody
            PasswordAuthentication no
            PermitEmptyPasswords no
            """);
    assertEquals(
        List.of(".ssh/authorized_keys"), config.value(ServerKeywords.AUTHORIZED_KEYS_FILE));
    assertEquals(Optional.of("nobody"), config.value(ServerKeywords.AUTHORIZED_KEYS_COMMAND_USER));
    assertFalse(config.value(ServerKeywords.PASSWORD_AUTHENTICATION));
    List<String> said =
        messages.stream()
            .filter(d -> d.severity() == Severity.INFO)
            .map(d -> d.text().substring(d.text().indexOf(" line ")))
            .toList();
    assertEquals(
        List.of(
            " line 2: Deprecated option RhostsRSAAuthentication",
            " line 6: Deprecated option RSAAuthentication",
            " line 10: AuthorizedKeysCommandRunAs is taken as AuthorizedKeysCommandUser"),
        said);
  }

  /** As sshd since 9.5; one before that refuses the file. */
  @Test
  void theFirstLineOfASubsystemCounts() throws ConfigException {
    ServerConfig config = config("Subsystem a /1\nSubsystem b /2\nSubsystem a /3\n");
    assertEquals(
        List.of(new Subsystem("a", "/1"), new Subsystem("b", "/2")),
        config.value(ServerKeywords.SUBSYSTEM));
    List<String> said =
        messages.stream()
            .filter(d -> d.severity() == Severity.DEBUG1)
            .map(d -> d.text().substring(d.text().indexOf(" line ")))
            .toList();
    assertEquals(List.of(" line 3: Subsystem 'a' already defined."), said);
  }

  @Test
  void faultsStopTheServerWithTheLine() {
    assertTrue(fault(this, "Foo 1\n").endsWith(": terminating, 1 bad configuration options"));
    assertTrue(fault(this, "\nPort 0\n").endsWith(" line 2: Badly formatted port number."));
    assertTrue(
        fault(this, "Match user x\nPort 5\n")
            .endsWith(" line 2: Directive 'Port' is not allowed within a Match block"));
    assertTrue(fault(this, "Match foo x\n").endsWith(" line 1: Bad Match condition"));
    assertTrue(fault(this, "PermitTTY yes no\n").contains("terminating, 1 bad"));
    assertEquals(
        "AuthorizedKeysCommand set without AuthorizedKeysCommandUser",
        fault(this, "AuthorizedKeysCommand /bin/x\n"));
  }

  @Test
  void matchBlocksApplyToTheirConnections() throws ConfigException {
    ServerConfig config =
        config(
            """
            MaxSessions 5
            AcceptEnv A
            ForceCommand all
            RekeyLimit 1G 1h
            Match user jo address 192.0.2.0/24
              MaxSessions 3
              AcceptEnv B C
              ForceCommand none
              RekeyLimit 2G
            Match group wheel,!staff
              Banner /etc/motd
            Match all
              MaxSessions 9
              PermitTTY no
            """);
    ServerConfig jo = config.forConnection(ConnectionFacts.NONE.with("user=jo,addr=192.0.2.1"));
    assertEquals(3, jo.value(ServerKeywords.MAX_SESSIONS));
    assertEquals(List.of("B", "C"), jo.value(ServerKeywords.ACCEPT_ENV));
    assertEquals(Optional.empty(), jo.value(ServerKeywords.FORCE_COMMAND));
    assertEquals(
        new RekeyLimit(2L << 30, Optional.of(Duration.ofHours(1))),
        jo.value(ServerKeywords.REKEY_LIMIT));
    assertEquals(Optional.of("/etc/motd"), jo.value(ServerKeywords.BANNER));
    assertEquals(6, jo.positions(ServerKeywords.MAX_SESSIONS).get(0).line());
    ServerConfig other = config.forConnection(ConnectionFacts.NONE.with("user=x,addr=10.0.0.1"));
    assertEquals(9, other.value(ServerKeywords.MAX_SESSIONS));
    assertEquals(Optional.of("all"), other.value(ServerKeywords.FORCE_COMMAND));
    assertFalse(other.value(ServerKeywords.PERMIT_TTY));
  }

  @Test
  void portsAndAddressesCombine() throws ConfigException {
    ServerConfig config = config("Port 22\nPort 2222\nListenAddress ::1\nListenAddress h:99\n");
    List<ListenAddress> addresses = config.listenAddresses();
    assertEquals(3, addresses.size());
    assertEquals(2222, addresses.get(1).port());
    assertEquals(Optional.of("h"), addresses.get(2).host());
    assertEquals(99, addresses.get(2).port());
    assertEquals(22, config("").listenAddresses().get(0).port());
    assertEquals(7, config("ListenAddress [::1]:7\n").listenAddresses().get(0).port());
    assertThrows(ConfigException.class, () -> config("ListenAddress [::1]x22\n"));
  }

  @Test
  void theCommandLineOutweighsTheFile() throws ConfigException {
    ServerConfigReader reader =
        new ServerConfigReader(here, AlgorithmNames.OPENSSH_SERVER, messages::add);
    reader.set(ServerKeywords.PORT, List.of(7));
    reader.option("PermitTTY=no");
    ServerConfig config = ConfigText.server(reader, "Port 22\nPermitTTY yes\n");
    assertEquals(List.of(7), config.value(ServerKeywords.PORT));
    assertFalse(config.value(ServerKeywords.PERMIT_TTY));
    assertThrows(ConfigException.class, () -> reader.option("Match=all"));
  }

  @Test
  void penaltiesFillInField() throws ConfigException {
    Penalties penalties =
        config("PerSourcePenalties authfail:1.5s max:1h overflow:deny-all\n")
            .value(ServerKeywords.PER_SOURCE_PENALTIES);
    assertTrue(penalties.isEnabled());
    assertEquals(1.5, penalties.value(Field.AUTHFAIL));
    assertEquals(3600, penalties.value(Field.MAX));
    assertEquals(90, penalties.value(Field.CRASH));
    assertEquals(1, penalties.value(Field.OVERFLOW6));
    assertFalse(
        config("PerSourcePenalties no\n").value(ServerKeywords.PER_SOURCE_PENALTIES).isEnabled());
    assertTrue(fault(this, "PerSourcePenalties x:1\n").contains("unsupported"));
  }

  @Test
  void testSpecificationsAreRead() throws ConfigException {
    ConnectionFacts facts =
        ConnectionFacts.NONE.with("user=jo,host=h,addr=a,laddr=b,lport=5,invalid-user");
    assertEquals(Optional.of(5), facts.localPort());
    assertTrue(facts.invalidUser());
    assertThrows(ConfigException.class, () -> ConnectionFacts.NONE.with("foo=1"));
    assertThrows(ConfigException.class, () -> ConnectionFacts.NONE.with("lport=x"));
  }

  @Test
  void everyKeywordIsDocumentedAndUnique() {
    List<String> names = new ArrayList<>();
    for (Keyword<?> keyword : ServerKeywords.all()) {
      assertTrue(keyword.documentation().endsWith("."), keyword.name());
      names.add(keyword.lowerName());
    }
    for (Keyword<?> keyword : ClientKeywords.all()) {
      assertTrue(keyword.documentation().endsWith("."), keyword.name());
    }
    assertEquals(names.size(), names.stream().distinct().count());
  }
}
