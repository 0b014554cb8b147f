package dev.aikagi.config;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

class TokensTest {
  private static final List<String> HOSTILE =
      List.of(
          "$(id)",
          "`id`",
          "a;id",
          "a|id",
          "a&id",
          "a>x",
          "a<x",
          "a'b",
          "a\"b",
          "a\nid",
          "a\rid",
          "a\0b",
          "a\033[31m",
          "${IFS}id",
          "$IFS",
          "a\\",
          "-oProxyCommand=id",
          "-x",
          "a(b",
          "{a,b}");

  @Test
  void tokensAndVariablesAreExpanded() throws ConfigException {
    Tokens tokens = new Tokens().with('h', "host").with('p', "22");
    assertEquals("nc host 22 100%", tokens.expand("nc %h %p 100%%"));
    assertEquals("/x/vi/host", tokens.expand("/x/${EDITOR}/%h", new TestSurroundings()::variable));
    assertThrows(ConfigException.class, () -> tokens.expand("%x"));
    assertThrows(ConfigException.class, () -> tokens.expand("a%"));
    assertThrows(ConfigException.class, () -> tokens.expand("${NONE}", name -> Optional.empty()));
    assertThrows(ConfigException.class, () -> tokens.expand("${EDITOR", name -> Optional.of("x")));
  }

  @Test
  @Tag("E1")
  void whatAValueContainsIsNotExpandedAgain() throws ConfigException {
    Tokens tokens = new Tokens().with('h', "%p${EDITOR}").with('p', "22");
    TestSurroundings here = new TestSurroundings();
    assertEquals("%p${EDITOR} 22", tokens.expand("%h %p", here::variable));
    assertEquals("%h${EDITOR}", tokens.expand("${EVIL}", here::variable));
  }

  @Test
  @Tag("E1")
  void nothingThatAShellInterpretsReachesAShell() {
    for (String name : HOSTILE) {
      Tokens tokens = new Tokens().with('r', name);
      assertThrows(ConfigException.class, () -> tokens.expandForShell("nc %r"), name);
    }
    Tokens domain = new Tokens().with('r', "DOMAIN\\user");
    assertThrows(ConfigException.class, () -> domain.expandForShell("nc %r"));
  }

  @Test
  @Tag("E1")
  @Tag("E2")
  void hostileNamesAreRefused() {
    for (String name : HOSTILE) {
      assertFalse(SafeNames.isHost(name), name);
      if (!name.equals("a\\")) {
        assertFalse(SafeNames.isUser(name), name);
      }
    }
    assertFalse(SafeNames.isUser("a\\"));
    assertFalse(SafeNames.isUser("a -x"));
    assertFalse(SafeNames.isHost("a b"));
    assertTrue(SafeNames.isHost("fe80::1%eth0"));
    assertTrue(SafeNames.isUser("DOMAIN\\user"));
    assertTrue(SafeNames.isUser("合鍵"));
  }

  @Test
  @Tag("E1")
  void matchExecRefusesHostileNames() throws ConfigException {
    Consumer<Diagnostic> nobody = Diagnostic.NOBODY;
    for (String name : HOSTILE) {
      TestSurroundings here = new TestSurroundings();
      ClientConfigReader reader =
          new ClientConfigReader(name, here, AlgorithmNames.OPENSSH_CLIENT, nobody);
      assertThrows(ConfigException.class, () -> ConfigText.client(reader, "Match exec \"x %n\""));
      assertTrue(here.executed.isEmpty(), name);
    }
  }

  @Test
  @Tag("E1")
  void urisAreDecodedAndChecked() {
    assertEquals(
        new Destination(Optional.of("jo@x"), "h", Optional.of(2222)),
        Destination.parseUri("ssh://jo%40x@h:2222/").orElseThrow());
    assertEquals("::1", Destination.parseUri("ssh://[::1]:22").orElseThrow().host());
    for (String uri :
        List.of(
            "ssh://a%00b@h", "ssh://a%zz@h", "ssh://a%4", "ssh://@h", "ssh://h/path", "ssh://")) {
      Optional<Destination> parsed = Destination.parseUri(uri);
      assertTrue(parsed.isEmpty() || !parsed.get().isSafe() || uri.equals("ssh://a%4"), uri);
    }
    assertFalse(Destination.parseUri("ssh://%24(id)@h").orElseThrow().isSafe());
    assertFalse(Destination.ofArgument("-oProxyCommand=id@h").isSafe());
  }

  @Test
  void aUserOfAUriMayHaveCharactersBeyondTheBasicPlane() {
    assertEquals(
        Optional.of("\uD83D\uDD11ü a"),
        Destination.parse("ssh://\uD83D\uDD11%c3%bc%20a@h").flatMap(Destination::user));
    assertTrue(Destination.parse("ssh://%ff@h").isEmpty());
    assertTrue(Destination.parse("ssh://a%0@h").isEmpty());
  }
}
