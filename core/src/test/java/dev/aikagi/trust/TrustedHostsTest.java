package dev.aikagi.trust;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** hosts.equiv and its kin; each outcome is that of OpenSSH 9.2. */
class TrustedHostsTest {
  private static final TrustedHosts.Netgroups GROUPS =
      (group, host, user) ->
          (group.equals("hosts") && host.equals(Optional.of("client.example")))
              || (group.equals("addresses") && host.equals(Optional.of("192.0.2.7")))
              || (group.equals("users") && user.equals(Optional.of("alice")));

  private static final TrustedHosts.Netgroups NOBODY =
      (_, _, _) -> {
        throw new IOException("nobody to ask");
      };

  private static TrustedHostReason decide(
      String text, String clientUser, TrustedHosts.Netgroups groups) {
    return TrustedHosts.parse("f", text.getBytes(StandardCharsets.UTF_8))
        .decide(
            new TrustedHosts.Question("client.example", "192.0.2.7", clientUser, "alice"), groups);
  }

  private static TrustedHostReason decide(String text) {
    return decide(text.replace('|', '\n').replace("<T>", "\t"), "alice", GROUPS);
  }

  @ParameterizedTest
  @CsvSource({
    "client.example, 1",
    "CLIENT.Example, 1",
    "192.0.2.7, 1",
    "'#c||  client.example', 3",
    "<T>client.example<T>alice, 1",
    "+client.example +alice, 1",
    "other|client.example, 2",
    "client.example bob|client.example alice, 2",
    "+@hosts, 1",
    "@addresses, 1",
    "client.example @users, 1",
    "+@hosts +@users, 1",
    "-other.example|client.example, 2",
    "client.example -bob|client.example, 2",
    "NO_PLUS|client.example, 2",
  })
  void trusts(String text, int line) {
    assertEquals(new TrustedHostReason.Trusted("f", line), decide(text));
  }

  @ParameterizedTest
  @CsvSource({
    "-client.example|client.example, 1",
    "client.example -alice|client.example, 1",
    "-192.0.2.7|+client.example, 1",
    "-@hosts|client.example, 1",
    "client.example -@users|client.example, 1",
  })
  void theFirstLineAboutSomebodyDecides(String text, int line) {
    assertEquals(new TrustedHostReason.Denied("f", line), decide(text));
  }

  @ParameterizedTest
  @CsvSource({
    "''",
    "+",
    "+ +",
    "+ alice",
    "client.example +",
    "-",
    "client.example bob",
    "'client.example alice # comment'",
    "client.example.org",
    "client.example.",
    "client.*",
    "*",
    "#client.example",
    "NO_PLUS_client.example",
    "@nobody",
    "+@",
    "client.example @nobody",
    "client.example Alice",
  })
  void trustsNobodyElse(String text) {
    assertInstanceOf(TrustedHostReason.NotListed.class, decide(text));
  }

  /** Without a name in the line, the user has the same one there and here. */
  @Test
  void aLineWithoutUserIsForTheSameName() {
    assertInstanceOf(TrustedHostReason.NotListed.class, decide("client.example\n", "bob", GROUPS));
    assertEquals(
        new TrustedHostReason.Trusted("f", 1), decide("client.example bob\n", "bob", GROUPS));
  }

  /** What cannot be asked keeps out where a line is to keep out, and lets nobody in. */
  @Test
  void aGroupThatNobodyKnowsIsNoPermission() {
    assertInstanceOf(TrustedHostReason.GroupNotKnown.class, decide("+@hosts\n", "alice", NOBODY));
    assertEquals(
        new TrustedHostReason.Trusted("f", 2),
        decide("+@hosts\nclient.example\n", "alice", NOBODY));
    TrustedHostReason.GroupNotKnown no =
        assertInstanceOf(
            TrustedHostReason.GroupNotKnown.class,
            decide("-@hosts\nclient.example\n", "alice", NOBODY));
    assertEquals(List.of(1, "hosts"), List.of(no.line(), no.group()));
  }

  /** Letters that some alphabets fold into those of ASCII are other letters in a host's name. */
  @Test
  void onlyLettersOfAsciiFold() {
    TrustedHosts hosts = TrustedHosts.parse("f", "\u212Aelvin\n".getBytes(StandardCharsets.UTF_8));
    assertInstanceOf(
        TrustedHostReason.NotListed.class,
        hosts.decide(new TrustedHosts.Question("kelvin", "::1", "alice", "alice"), GROUPS));
  }
}
