package dev.aikagi.tools.sshd;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.aikagi.key.KeyGenerator;
import dev.aikagi.key.PublicKeyFile;
import dev.aikagi.tools.ServerLog;
import dev.aikagi.trust.AuthorizedKeyOptions;
import dev.aikagi.trust.AuthorizedKeys;
import java.io.ByteArrayOutputStream;
import java.nio.file.Path;
import java.util.Optional;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Who may bring his agent along, each setting by itself. */
@Tag("H3")
class AgentPolicyTest {
  private static Login login(String keyOptions, String... settings) throws Exception {
    return LoggedIn.login(
        LoggedIn.somebody(Path.of("/nonexistent")),
        options(keyOptions),
        new StartedHere(),
        ServerLog.toStream(new ByteArrayOutputStream(), ServerLog.Level.INFO),
        settings);
  }

  private static AuthorizedKeyOptions options(String text) {
    if (text.isEmpty()) {
      return AuthorizedKeyOptions.NONE;
    }
    String key = new PublicKeyFile.Entry(KeyGenerator.ed25519().publicKey(), "").line();
    AuthorizedKeys parsed = AuthorizedKeys.parse("keys", (text + " " + key).getBytes(UTF_8));
    return ((AuthorizedKeys.Line.Entry) parsed.lines().getFirst()).options();
  }

  private static String refusal(String keyOptions, String... settings) throws Exception {
    return AgentPolicy.refusal(login(keyOptions, settings)).map(ForwardRefusal::summary).orElse("");
  }

  @Test
  void isPermittedWhereNobodySaysAnything() throws Exception {
    assertEquals("", refusal(""));
    assertEquals("", refusal("", "AllowAgentForwarding=yes", "AllowTcpForwarding=no"));
    assertEquals("", refusal("no-port-forwarding"));
  }

  @Test
  void allowAgentForwardingSwitchesItOff() throws Exception {
    assertEquals("AllowAgentForwarding no", refusal("", "AllowAgentForwarding=no"));
  }

  @Test
  void disableForwardingIsStronger() throws Exception {
    assertEquals(
        "DisableForwarding yes", refusal("", "AllowAgentForwarding=yes", "DisableForwarding=yes"));
  }

  @Test
  void theOptionsOfTheKeyCanForbidIt() throws Exception {
    String why = "the options of the key or certificate do not permit agent forwarding";
    assertEquals(why, refusal("no-agent-forwarding"));
    assertEquals(why, refusal("restrict"));
    assertEquals(why, refusal("restrict,port-forwarding"));
    assertEquals("", refusal("restrict,agent-forwarding"));
  }

  @Test
  void whoHasToChangeHisPasswordBringsNone() throws Exception {
    Login must = LoggedIn.withAPasswordThatIsOver(login(""));
    assertEquals(Optional.of(new ForwardRefusal.PasswordExpired()), AgentPolicy.refusal(must));
  }
}
