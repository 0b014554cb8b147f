package dev.aikagi.tools;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;

class OwnCommandTest {
  @Test
  void afterAnUpgradeTheProgramInTheSamePlaceIsStarted() throws Exception {
    assertEquals("/opt/x/bin/java", OwnCommand.program("/opt/x/bin/java (deleted)"));
    assertEquals("/opt/x/bin/java", OwnCommand.program("/opt/x/bin/java"));
    assertTrue(Files.isExecutable(Path.of(OwnCommand.program())));
  }
}
