package dev.aikagi.tools.rotate;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.aikagi.key.KeyGenerator;
import dev.aikagi.key.PublicKey;
import dev.aikagi.tools.Octets;
import dev.aikagi.tools.copyid.InstallKey;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class KeyPlaceTest {
  private static final PublicKey OLD = KeyGenerator.ed25519().publicKey();
  private static final PublicKey FRESH = KeyGenerator.ed25519().publicKey();
  private static final PublicKey OTHER = KeyGenerator.ed25519().publicKey();
  private static final InstallKey NEW = new InstallKey(FRESH, "me@here", "new", Optional.empty());

  private static KeyPlace of(String octets) {
    return KeyPlace.of(Octets.array(octets), OLD, NEW);
  }

  private static KeyPlace.Ready ready(String octets) {
    return assertInstanceOf(KeyPlace.Ready.class, of(octets));
  }

  private static String unclear(String octets) {
    return assertInstanceOf(KeyPlace.Unclear.class, of(octets)).why();
  }

  /** Without them the new key could do what the old one could not. */
  @ParameterizedTest
  @Tag("H3")
  @ValueSource(
      strings = {
        "command=\"echo \\\"a b\\\" ssh-ed25519 AAAA\"",
        "from=\"10.0.0.0/8,!10.1.0.1\",restrict,pty",
        "no-pty,expiry-time=\"20990101\",permitopen=\"a:1\"",
        "environment=\"A=\u00e9\u00ff\",NO-X11-forwarding"
      })
  void optionsAreKept(String options) {
    String before = "# mine\r\n" + options + " \t" + OLD.line() + " old\u00ff\r\n" + OTHER.line();
    KeyPlace.Ready ready = ready(before);
    assertEquals(List.of(2), ready.lines());
    assertEquals("\n" + options + " " + FRESH.line() + " me@here\n", Octets.of(ready.added()));
    assertEquals("# mine\r\n" + OTHER.line(), Octets.of(ready.without()));
  }

  @Test
  void aPlainLineGetsNoOptions() {
    KeyPlace.Ready ready = ready("  " + OLD.line() + "\n");
    assertEquals(FRESH.line() + " me@here\n", Octets.of(ready.added()));
    assertEquals("", Octets.of(ready.without()));
  }

  /** Bytes that are no UTF-8, line ends of all kinds and a NUL stay as they are. */
  @Test
  void nothingElseChanges() {
    String a = "\u00fe\u00ff\r\n\n#\u0000x\n" + OTHER.line() + "\r\n";
    String b = "rubbish \u0080\n\n  \t\n";
    assertEquals(a + b, Octets.of(ready(a + OLD.line() + "\n" + b).without()));
  }

  @Test
  void aSecondRunAddsNothing() {
    String both = "restrict " + OLD.line() + "\nrestrict " + FRESH.line() + " me\n";
    KeyPlace.Ready ready = ready(both);
    assertTrue(ready.added().isEmpty());
    assertEquals("restrict " + FRESH.line() + " me\n", Octets.of(ready.without()));
    assertInstanceOf(KeyPlace.Done.class, of(FRESH.line() + "\n"));
    assertInstanceOf(KeyPlace.Absent.class, of(OTHER.line() + "\n"));
    assertInstanceOf(KeyPlace.Absent.class, of(""));
  }

  @Test
  void theSameLineTwiceIsOne() {
    KeyPlace.Ready ready = ready(OLD.line() + " a\n" + OTHER.line() + "\n" + OLD.line() + " b\n");
    assertEquals(List.of(1, 3), ready.lines());
    assertEquals(OTHER.line() + "\n", Octets.of(ready.without()));
  }

  @Test
  @Tag("H3")
  void whatAPersonHasToDecideIsLeft() {
    assertEquals(
        "the old key stands in lines 1 and 2 with different options: leave one",
        unclear("restrict " + OLD.line() + "\n" + OLD.line() + "\n"));
    assertTrue(unclear("cert-authority " + OLD.line() + "\n").startsWith("line 1 has the old key"));
    assertTrue(
        unclear(OLD.line() + "\ncert-authority " + OLD.line() + "\n").contains("cert-authority"));
    assertEquals(
        "line 2 has the new key with other options than the old key's line 1",
        unclear("restrict " + OLD.line() + "\n" + FRESH.line() + "\n"));
    String ignored = unclear("no-such-option " + OLD.line() + "\n");
    assertTrue(ignored.startsWith("the old key stands in line 1, which sshd ignores ("), ignored);
  }
}
