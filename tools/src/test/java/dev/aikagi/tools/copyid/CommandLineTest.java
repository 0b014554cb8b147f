package dev.aikagi.tools.copyid;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.aikagi.tools.Fatal;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class CommandLineTest {
  private final ByteArrayOutputStream said = new ByteArrayOutputStream();

  private CommandLine parse(String words) throws Fatal {
    List<String> list = words.isEmpty() ? List.of() : List.of(words.split(" ", -1));
    return CommandLine.parse(list, new PrintStream(said, true, StandardCharsets.UTF_8));
  }

  private String said() {
    return said.toString(StandardCharsets.UTF_8);
  }

  @Test
  void theWordBehindIsTheIdentityIfAHostIsLeft() throws Fatal {
    assertEquals(Optional.of("key"), parse("-i key host").identity());
    assertEquals(Optional.of("key"), parse("-ikey host").identity());
    assertEquals(Optional.of("key"), parse("-fi key host").identity());
    assertTrue(parse("-fi key host").force());
    assertEquals(Optional.of(""), parse("-i host").identity());
    assertEquals("host", parse("-i host").destination());
    assertEquals(Optional.of(""), parse("-i -p 22 host").identity());
    assertEquals(Optional.empty(), parse("host").identity());
  }

  @Test
  void sshGetsItsWordsInOrder() throws Fatal {
    CommandLine line = parse("-p 22 -o User=a -x -F f ssh://h:1");
    assertEquals(
        List.of("-a", "-x", "-v", "-oX=y", "-p", "22", "-o", "User=a", "-F", "f", "ssh://h:1"),
        line.forSsh(List.of("-oX=y")));
    assertEquals("ssh -p '22' -o 'User=a' -F 'f' 'ssh://h:1'", line.loginCommand());
  }

  @Test
  void whatToTypeIsQuotedAndFitsTheTool() throws Fatal {
    assertEquals("ssh -i 'k' 'it'\\''s'", parse("-ik.pub it's").loginCommand());
    assertEquals("sftp -P '22' 'h'", parse("-s -p 22 h").loginCommand());
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "-h", "-?", "-z h", "-p", "-fn"})
  void aWrongLineIsToldHowItIs(String words) {
    Fatal e = assertThrows(Fatal.class, () -> parse(words));
    assertEquals(1, e.status());
    assertTrue(said().contains("Usage: ssh-copy-id "), said());
  }

  @Test
  void tooManyHostsAreNamed() {
    assertThrows(Fatal.class, () -> parse("a b\u0007"));
    assertTrue(
        said()
            .contains(
                "ssh-copy-id: ERROR: Too many arguments.  Expecting a target hostname, got: a"
                    + " b\\007"),
        said());
  }

  @Test
  void twoIdentitiesAreOneTooMany() {
    assertThrows(Fatal.class, () -> parse("-i a -i b h"));
    assertTrue(said().contains("ERROR: -i option must not be specified more than once"), said());
  }

  /** For ssh it would be an option that runs a program. */
  @Test
  @Tag("E2")
  void aHostThatIsAnOptionIsNone() {
    assertThrows(Fatal.class, () -> parse("-- -oProxyCommand=x"));
  }

  @Test
  void aTargetIsAFileOnOneLine() throws Fatal {
    assertEquals(
        Optional.of("a b"), CommandLine.parse(List.of("-t", "a b", "h"), System.err).target());
    for (String path : List.of("", "a/", "a\nb")) {
      assertThrows(
          Fatal.class, () -> CommandLine.parse(List.of("-t", path, "h"), System.err), path);
    }
  }
}
