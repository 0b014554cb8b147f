package dev.aikagi.tools.add;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.aikagi.key.FingerprintHash;
import dev.aikagi.tools.Fatal;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class AddLineTest {
  private final ByteArrayOutputStream said = new ByteArrayOutputStream();

  private AddLine parse(String... words) throws Fatal {
    return AddLine.parse(List.of(words), new PrintStream(said, true, StandardCharsets.UTF_8));
  }

  @Test
  void optionsAndFiles() throws Fatal {
    AddLine line =
        parse("-cvvq", "-t", "1w", "-h", "a>b", "-hc", "-H", "known", "-E", "md5", "x", "-k");
    assertTrue(line.has('c') && line.has('q'));
    assertEquals(2, line.verbosity());
    assertEquals(604800, line.lifetime());
    assertEquals(List.of("a>b", "c"), line.destinations());
    assertEquals(List.of("known"), line.hostKeyFiles());
    assertEquals(FingerprintHash.MD5, line.hash());
    assertEquals(List.of("x", "-k"), line.operands());
    assertEquals(Optional.of("lib"), parse("-e", "lib").card());
    assertTrue(parse("-e", "lib").has('d'));
    assertEquals(List.of("f"), parse("-m", "5", "-M", "7", "-S", "p", "f").operands());
    assertEquals(Optional.of("p"), parse("-S", "p", "f").provider());
  }

  @Test
  void wrongLines() {
    assertEquals(255, assertThrows(Fatal.class, () -> parse("-E", "foo")).status());
    Fatal twice = assertThrows(Fatal.class, () -> parse("-lL"));
    assertEquals("-l flag already specified", twice.text());
    assertEquals("-X flag already specified", assertThrows(Fatal.class, () -> parse("-Xx")).text());
    assertEquals(1, assertThrows(Fatal.class, () -> parse("-t", "soon")).status());
    assertEquals("Invalid lifetime\n", said.toString(StandardCharsets.UTF_8));
    said.reset();
    assertEquals(1, assertThrows(Fatal.class, () -> parse("-z")).status());
    String text = said.toString(StandardCharsets.UTF_8);
    assertTrue(text.startsWith("unknown option -- z\r\nusage: ssh-add "), text);
  }
}
