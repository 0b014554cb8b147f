package dev.aikagi.trust;

import static java.util.Objects.requireNonNull;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.aikagi.trust.AuthorizedKeyOptions.HostPort;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Single guards of what a line of authorized_keys and the lists of sshd_config grant. */
class TrustGuardsTest {
  private static AuthorizedKeyOptions options(String text) throws Exception {
    return AuthorizedKeyOptionsParser.parse(text, ZoneOffset.UTC);
  }

  /** In both orders: what one of two steps takes, the other does not give back. */
  private static AuthorizedKeyOptions both(String one, String two) throws Exception {
    AuthorizedKeyOptions first = options(one).and(options(two)).orElseThrow();
    assertEquals(first, options(two).and(options(one)).orElseThrow(), one + " and " + two);
    return first;
  }

  @Test
  @Tag("A5")
  void whatOneStepTakesTheOtherDoesNotGive() throws Exception {
    String all = "no-touch-required";
    assertFalse(both("no-port-forwarding", all).portForwarding());
    assertFalse(both("no-agent-forwarding", all).agentForwarding());
    assertFalse(both("no-x11-forwarding", all).x11Forwarding());
    assertFalse(both("no-pty", all).pty());
    assertFalse(both("no-user-rc", all).userRc());
    assertTrue(both("restrict", all).restricted());
    assertTrue(both("touch-required", all).touchRequired());
    assertTrue(both("verify-required", all).verifyRequired());
    assertEquals("x", both("command=\"x\"", all).command());
    assertEquals(7, both("tunnel=\"7\"", all).tunnel());
    assertEquals(7, both("tunnel=\"7\"", "tunnel=\"any\"").tunnel());
    assertEquals(
        options("expiry-time=\"20300101Z\"").expiry(),
        both("expiry-time=\"20300101Z\"", "expiry-time=\"20310101Z\"").expiry());
    assertEquals(Optional.empty(), options("command=\"x\"").and(options("command=\"y\"")));
    assertEquals(Optional.empty(), options("tunnel=\"1\"").and(options("tunnel=\"2\"")));
  }

  @Test
  @Tag("A5")
  void onlyWhatBothStepsPermitIsPermitted() throws Exception {
    for (String option : List.of("permitopen", "permitlisten")) {
      String one = option + "=\"a:1\"," + option + "=\"b:*\"";
      AuthorizedKeyOptions nothingSaid = both(one, "no-pty");
      AuthorizedKeyOptions some = both(one, option + "=\"*:2\"");
      AuthorizedKeyOptions none = both(one, option + "=\"c:1\"");
      boolean open = option.equals("permitopen");
      assertEquals(
          2, requireNonNull(open ? nothingSaid.permitOpen() : nothingSaid.permitListen()).size());
      assertEquals(List.of(new HostPort("b", 2)), open ? some.permitOpen() : some.permitListen());
      assertEquals(List.of(), open ? none.permitOpen() : none.permitListen());
    }
  }

  @Test
  @Tag("H3")
  void theEarliestExpiryAndTheFirstVariableCount() throws Exception {
    assertEquals(
        options("expiry-time=\"20300101Z\"").expiry(),
        options("expiry-time=\"20300101Z\",expiry-time=\"20310101Z\"").expiry());
    assertEquals(
        "1", options("environment=\"A=1\",environment=\"A=2\"").environment().getFirst().value());
    assertEquals(1, options("environment=\"A=1\",environment=\"A=2\"").environment().size());
    assertThrows(OptionSyntaxException.class, () -> options("command=\"no end"));
    for (String bad : List.of("=x", "x", "A-B=1", "A B=1", "\u00c4=1", "LD.X=1")) {
      assertThrows(OptionSyntaxException.class, () -> options("environment=\"" + bad + "\""), bad);
    }
  }

  @Test
  @Tag("H3")
  void permissionsHaveRealPortsAndAnEnd() throws Exception {
    for (String bad : List.of("a:0", "a:65536", "a:-1", "a:1x", "a:", "a", "[a:1", "[a]x1")) {
      assertThrows(OptionSyntaxException.class, () -> options("permitopen=\"" + bad + "\""), bad);
    }
    String one = "permitopen=\"a:1\",";
    assertEquals(4096, requireNonNull(options(one.repeat(4096)).permitOpen()).size());
    assertThrows(OptionSyntaxException.class, () -> options(one.repeat(4097)));
  }

  /** A list that cannot be understood lets nobody in, and keeps out whom it may mean. */
  @Test
  @Tag("H3")
  void aListThatIsWrongIsNoPermission() {
    String wrong = "u@192.0.2.0/99";
    UserAccess allow = new UserAccess(List.of(), List.of(wrong, "u"), List.of(), List.of());
    assertTrue(allow.refusal("u", List.of(), "h", "192.0.2.1").isPresent());
    UserAccess deny = new UserAccess(List.of(wrong), List.of("u"), List.of(), List.of());
    assertTrue(deny.refusal("u", List.of(), "h", "192.0.2.1").isPresent());
  }
}
