package dev.aikagi.tools.sshd;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.aikagi.config.ConfigException;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

class ListProgramTest {
  @Test
  @Tag("A11")
  void wordsAreSplitBeforeTokensAreExpanded() throws Exception {
    assertEquals(List.of("/bin/x", "%u", "a b", "c'd"), ListProgram.split("/bin/x %u 'a b' c\\'d"));
    assertEquals(List.of("a", "", "b"), ListProgram.split(" a \"\"  b "));
    assertEquals(List.of("a\\n"), ListProgram.split("a\\n"));
    assertThrows(ConfigException.class, () -> ListProgram.split("a 'b"));
  }
}
