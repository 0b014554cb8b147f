package dev.aikagi.trust;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.aikagi.key.KeyGenerator;
import dev.aikagi.key.PublicKey;
import dev.aikagi.trust.AuthorizedKeyOptions.EnvironmentVariable;
import dev.aikagi.trust.AuthorizedKeyOptions.HostPort;
import dev.aikagi.trust.AuthorizedKeys.Decision;
import dev.aikagi.trust.AuthorizedKeys.Line;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class AuthorizedKeysTest {
  private static final PublicKey KEY = KeyGenerator.ed25519().publicKey();
  private static final PublicKey OTHER = KeyGenerator.ed25519().publicKey();
  private static final Instant NOW = Instant.parse("2026-09-01T12:00:00Z");

  private static AuthorizedKeys parse(String text) {
    return AuthorizedKeys.parse("keys", text.getBytes(StandardCharsets.UTF_8), ZoneOffset.UTC);
  }

  private static Decision decide(String text) {
    return parse(text).decide(KEY, "client.example", "10.1.2.3", NOW);
  }

  private static AuthorizedKeyOptions options(String options) {
    return assertInstanceOf(Decision.Authorized.class, decide(options + " " + KEY.line()), options)
        .options();
  }

  private static AuthorizedKeyReason refusal(String text) {
    Decision.NotAuthorized no = assertInstanceOf(Decision.NotAuthorized.class, decide(text), text);
    assertEquals(1, no.reasons().size());
    return no.reasons().getFirst();
  }

  @Test
  void aPlainLine() {
    Decision.Authorized yes =
        assertInstanceOf(
            Decision.Authorized.class, decide("# me\n\n  " + KEY.line() + " me@home\n"));
    assertEquals(AuthorizedKeyOptions.NONE, yes.options());
    assertEquals(3, yes.reason().line());
    assertTrue(yes.reason().summary().startsWith("Accepted key ED25519 SHA256:"));
  }

  @Test
  void lineEndsOfEveryKind() {
    for (String end : List.of("", "\n", "\r\n", " \n", "\t\r\n", " comment\r\n")) {
      assertInstanceOf(Decision.Authorized.class, decide(KEY.line() + end), "[" + end + "]");
    }
    assertInstanceOf(Decision.Authorized.class, decide("\r\n" + KEY.line()));
  }

  @Test
  void everyOption() {
    AuthorizedKeyOptions o =
        options(
            "no-port-forwarding,No-Agent-Forwarding,no-x11-forwarding,no-pty,no-user-rc,no-touch-required,verify-required,command=\"say"
                + " \\\"hi\\\" \\n"
                + ", a\",from=\"10.0.0.0/8\","
                + "expiry-time=\"20270101Z\",environment=\"A=1\",environment=\"A=2\",environment=\"B=\","
                + "permitopen=\"h:80\",permitopen=\"[::1]:*\",permitlisten=\"8080\","
                + "permitlisten=\"localhost:22\",tunnel=\"3\"");
    assertFalse(
        o.portForwarding() || o.agentForwarding() || o.x11Forwarding() || o.pty() || o.userRc());
    assertFalse(o.touchRequired());
    assertTrue(o.verifyRequired());
    assertEquals("say \"hi\" \\n, a", o.command());
    assertEquals("10.0.0.0/8", o.from());
    assertEquals(Instant.parse("2027-01-01T00:00:00Z"), o.expiry());
    assertEquals(
        List.of(new EnvironmentVariable("A", "1"), new EnvironmentVariable("B", "")),
        o.environment());
    assertEquals(List.of(new HostPort("h", 80), new HostPort("::1", 0)), o.permitOpen());
    assertEquals(List.of(new HostPort("*", 8080), new HostPort("localhost", 22)), o.permitListen());
    assertEquals(3, o.tunnel());
    assertEquals(AuthorizedKeyOptions.ANY_TUNNEL, options("tunnel=\"any\"").tunnel());
  }

  @Test
  @Tag("H3")
  void restrictTakesAllAndLaterOptionsGive() {
    AuthorizedKeyOptions o = options("restrict,pty,agent-forwarding");
    assertTrue(o.restricted() && o.pty() && o.agentForwarding());
    assertFalse(o.portForwarding() || o.x11Forwarding() || o.userRc());
    assertFalse(options("pty,restrict").pty());
    assertFalse(options(",no-pty,,").pty());
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "unknown",
        "no-restrict",
        "no-cert-authority",
        "ptyx",
        "command=x",
        "command=\"a\",command=\"b\"",
        "from=\"a\",from=\"b\"",
        "command=\"a\"b",
        "environment=\"A\"",
        "environment=\"A-B=1\"",
        "environment=\"=1\"",
        "permitopen=\"h\"",
        "permitopen=\"h:0\"",
        "permitopen=\"h:70000\"",
        "permitopen=\"[::1\"",
        "permitopen=\"[::1]x:1\"",
        "permitlisten=\"x\"",
        "tunnel=\"x\"",
        "tunnel=\"-1\"",
        "expiry-time=\"tomorrow\"",
        "expiry-time=\"20271301\"",
        "expiry-time=\"2027010\"",
        "no-command=\"x\""
      })
  void aFaultyOptionRefusesTheLine(String options) {
    AuthorizedKeyReason reason = refusal(options + " " + KEY.line());
    assertTrue(reason.summary().startsWith("keys:1: bad key options: "), reason.summary());
    assertTrue(reason.remedy().isPresent());
  }

  @Test
  void quotesCanHoldBlanksAndMustEnd() {
    assertEquals("a b\tc", options("command=\"a b\tc\"").command());
    assertInstanceOf(AuthorizedKeyReason.BadOptions.class, refusal("command=\"a " + KEY.line()));
  }

  @Test
  void timeAndPlaceAreChecked() {
    assertInstanceOf(
        AuthorizedKeyReason.Expired.class, refusal("expiry-time=\"202609011159Z\" " + KEY.line()));
    assertTrue(options("expiry-time=\"20260901120000Z\"").expiry() != null);
    // The earliest of several counts.
    assertInstanceOf(
        AuthorizedKeyReason.Expired.class,
        refusal("expiry-time=\"20300101Z\",expiry-time=\"20200101Z\" " + KEY.line()));
    AuthorizedKeyReason from = refusal("from=\"192.168.0.0/16,*.org\" " + KEY.line());
    assertInstanceOf(AuthorizedKeyReason.NotFrom.class, from);
    assertTrue(from.summary().contains("10.1.2.3"));
    assertInstanceOf(
        AuthorizedKeyReason.InvalidFrom.class, refusal("from=\"10.0.0.1/8\" " + KEY.line()));
    assertNull(options("from=\"*.example\"").command());
  }

  @Test
  void expiryWithoutZoneIsLocalTime() {
    ZoneId tokyo = ZoneId.of("Asia/Tokyo");
    String line = "expiry-time=\"20260901210000\" " + KEY.line();
    AuthorizedKeys keys =
        AuthorizedKeys.parse("keys", line.getBytes(StandardCharsets.UTF_8), tokyo);
    Line.Entry entry = assertInstanceOf(Line.Entry.class, keys.lines().getFirst());
    assertEquals(NOW, entry.options().expiry());
  }

  @Test
  void authoritiesAndCertificatesAreRefusedWithTheirReason() {
    assertInstanceOf(
        AuthorizedKeyReason.CertificateAuthority.class,
        refusal("cert-authority,principals=\"a,b\" " + KEY.line()));
    assertInstanceOf(
        AuthorizedKeyReason.PrincipalsWithoutAuthority.class,
        refusal("principals=\"a\" " + KEY.line()));
  }

  @Test
  void whatIsNoKeyIsNamed() {
    String base64 = KEY.line().substring(KEY.line().indexOf(' ') + 1);
    for (String line :
        List.of(
            "ssh-ed25519",
            "ssh-ed25519 ",
            "ssh-rsa " + base64,
            "ssh-ed25519 " + base64.substring(1),
            "ssh-ed25519 !!!!",
            "ssh-new " + base64,
            "just words",
            "restrict " + base64)) {
      assertInstanceOf(AuthorizedKeyReason.NotAKey.class, refusal(line), line);
    }
  }

  /** Before the login nothing is looked for that decides nothing. */
  @Test
  void aDecisionLooksForNoExactFault() {
    String type = KEY.line().substring(0, KEY.line().indexOf(' '));
    for (String text :
        List.of(
            "\uFEFF" + KEY.line(),
            KEY.line().replace(' ', '\n'),
            "-----BEGIN OPENSSH PRIVATE KEY-----\nAAAA\n-----END OPENSSH PRIVATE KEY-----\n")) {
      AuthorizedKeys keys = parse(text);
      for (Line line : keys.lines()) {
        AuthorizedKeyReason reason = assertInstanceOf(Line.Unusable.class, line, text).reason();
        assertInstanceOf(AuthorizedKeyReason.NotAKey.class, reason, text);
      }
    }
    assertInstanceOf(AuthorizedKeyReason.BadOptions.class, refusal("no-ptyy " + KEY.line()));
    assertInstanceOf(AuthorizedKeyReason.BadOptions.class, refusal("> " + KEY.line()));
    assertInstanceOf(AuthorizedKeyReason.BadOptions.class, refusal("from=x " + KEY.line()));
    AuthorizedKeyReason cut = refusal(KEY.line().substring(0, type.length() + 49));
    assertInstanceOf(AuthorizedKeyReason.OtherKey.class, cut);
    byte[] two = (OTHER.line() + " x " + KEY.line()).getBytes(StandardCharsets.UTF_8);
    assertEquals(List.of(), AuthorizedKeys.parse("keys", two).hidden());
    assertEquals(1, AuthorizedKeys.examine("keys", two).hidden().size());
  }

  @Test
  void theFirstLineThatFitsCountsAndAllOthersAnswer() {
    String text =
        OTHER.line() + "\nbad-option " + KEY.line() + "\nno-pty " + KEY.line() + "\n" + KEY.line();
    Decision.Authorized yes = assertInstanceOf(Decision.Authorized.class, decide(text));
    assertEquals(3, yes.reason().line());
    Decision.NotAuthorized no =
        assertInstanceOf(
            Decision.NotAuthorized.class,
            parse(text).decide(KeyGenerator.ed25519().publicKey(), "h", "10.1.2.3", NOW));
    assertEquals(
        List.of(1, 2, 3, 4), no.reasons().stream().map(AuthorizedKeyReason::line).toList());
    assertInstanceOf(AuthorizedKeyReason.OtherKey.class, no.reasons().getFirst());
    assertInstanceOf(AuthorizedKeyReason.NoKeys.class, refusal("# nothing\n"));
  }

  /** A NUL ends the line as it does in C: what comes behind it must not count here either. */
  @Test
  void nulEndsALine() {
    assertInstanceOf(AuthorizedKeyReason.NotAKey.class, refusal("ssh-ed25519\0 " + KEY.line()));
  }

  /** Any bytes at all: no exception, and no key that does not stand there. */
  @Test
  void randomTextAuthorisesNobody() {
    Random random = new Random(7);
    String alphabet = "ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAI\"\\,=\t#\r\0commandfrom*";
    for (int i = 0; i < 20_000; i++) {
      StringBuilder text = new StringBuilder();
      for (int n = random.nextInt(80); n > 0; n--) {
        text.append(
            random.nextInt(20) == 0 ? '\n' : alphabet.charAt(random.nextInt(alphabet.length())));
      }
      assertInstanceOf(Decision.NotAuthorized.class, decide(text.toString()), text.toString());
    }
  }

  @Test
  @Tag("A5")
  void bothRestrictionsTogether() {
    AuthorizedKeyOptions a = options("restrict,pty,permitopen=\"*:80\",permitopen=\"h:22\"");
    AuthorizedKeyOptions b = options("port-forwarding,command=\"x\",permitopen=\"h:*\"");
    AuthorizedKeyOptions both = a.and(b).orElseThrow();
    assertEquals("x", both.command());
    assertTrue(both.pty());
    assertFalse(both.portForwarding());
    assertEquals(List.of(new HostPort("h", 80), new HostPort("h", 22)), both.permitOpen());
    assertEquals(both, a.and(b).orElseThrow().and(AuthorizedKeyOptions.NONE).orElseThrow());
    assertTrue(options("command=\"x\"").and(options("command=\"y\"")).isEmpty());
    assertTrue(options("tunnel=\"1\"").and(options("tunnel=\"2\"")).isEmpty());
    assertEquals(1, options("tunnel=\"any\"").and(options("tunnel=\"1\"")).orElseThrow().tunnel());
    assertEquals(
        List.of(),
        options("permitopen=\"a:1\"")
            .and(options("permitopen=\"b:1\""))
            .orElseThrow()
            .permitOpen());
  }
}
