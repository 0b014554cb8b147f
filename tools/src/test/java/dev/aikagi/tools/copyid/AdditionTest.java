package dev.aikagi.tools.copyid;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.aikagi.key.PublicKeyFile;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class AdditionTest {
  private static final String KEY = KeyFilesTest.KEY;
  private static final String OTHER = KeyFilesTest.OTHER;

  private InstallKey key = key(KEY);
  private InstallKey other = key(OTHER);

  private static InstallKey key(String line) {
    try {
      return new InstallKey(
          PublicKeyFile.line(line).orElseThrow().key(), "c", "k", Optional.empty());
    } catch (dev.aikagi.MalformedException e) {
      throw new AssertionError(e);
    }
  }

  @BeforeEach
  void differ() {
    assertFalse(key.key().equals(other.key()));
  }

  private static Addition to(String content, InstallKey... keys) {
    return Addition.to(content.getBytes(StandardCharsets.UTF_8), List.of(keys));
  }

  private static String text(Addition addition) {
    return addition.text().utf8();
  }

  @Test
  void anEmptyFileGetsAllKeys() {
    assertEquals(KEY + " c\n" + OTHER + " c\n", text(to("", key, other)));
  }

  @Test
  void aLastLineWithoutItsEndStaysALine() {
    assertEquals("\n" + KEY + " c\n", text(to("# end", key)));
    assertEquals(KEY + " c\n", text(to("# end\n", key)));
    assertEquals("", text(to(KEY, key)));
  }

  @ParameterizedTest
  @ValueSource(strings = {"#\n\n%s\n", "\r\n\r\n%s\r\n", "#\n#\n\t%s x@y", "a\nb\n%s extra words"})
  void aKeyThatIsThereIsNotAddedAgain(String format) {
    Addition addition = to(format.formatted(KEY), key, other);
    assertEquals(List.of(new Addition.Present(key, 3, false)), addition.present());
    assertEquals(List.of(other), addition.missing());
    assertTrue(text(addition).endsWith(OTHER + " c\n"));
    assertFalse(text(addition).contains(KEY));
  }

  @Test
  void optionsAreTold() {
    assertEquals(
        List.of(new Addition.Present(key, 1, true)),
        to("no-pty,command=\"a b\" " + KEY + "\r\n", key).present());
  }

  /** Such a line lets in whom the key has certified, not the key. */
  @Test
  void anAuthorityIsNotTheKey() {
    assertEquals(List.of(key), to("cert-authority " + KEY + "\n", key).missing());
  }

  @Test
  void aLineThatNoServerUnderstandsDoesNotCount() {
    assertEquals(List.of(key), to("no-such-option " + KEY + "\n", key).missing());
    assertEquals(List.of(key), to("#" + KEY + "\n", key).missing());
  }
}
