package dev.aikagi.tools.ssh;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.aikagi.tools.explain.Fix;
import dev.aikagi.tools.explain.TidyUp;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class OwnKeyListTest {
  @TempDir private Path home;

  @Test
  void lineEndsOfWindowsCanBeTidiedUp() throws Exception {
    assertEquals(Optional.empty(), OwnKeyList.tidyUp(home));
    Path file = Files.createDirectory(home.resolve(".ssh")).resolve("authorized_keys");
    Files.writeString(file, "# none\n\r");
    assertEquals(Optional.empty(), OwnKeyList.tidyUp(home));
    Files.writeString(file, "# none\r\n");
    TidyUp tidyUp = OwnKeyList.tidyUp(home).orElseThrow();
    assertEquals("# none\n", ((Fix.Content) tidyUp.fix()).after().utf8());
    Files.delete(file);
    Files.createDirectory(file);
    assertEquals(Optional.empty(), OwnKeyList.tidyUp(home));
  }
}
