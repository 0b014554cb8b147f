package dev.aikagi.tools.sshd;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.aikagi.SecretBytes;
import dev.aikagi.config.Diagnostic;
import dev.aikagi.config.ServerConfig;
import dev.aikagi.config.ServerConfigReader;
import dev.aikagi.posix.User;
import dev.aikagi.tools.ServerLog;
import dev.aikagi.tools.SystemSurroundings;
import java.io.ByteArrayOutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Optional;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What a client lends lies in a file as long as its connection lasts, and not before. */
@Tag("A13")
class LentTicketTest {
  private final ServerLog log =
      ServerLog.toStream(new ByteArrayOutputStream(), ServerLog.Level.DEBUG3);

  @TempDir Path folder = Path.of("");

  private LentTicket lent(String... options) throws Exception {
    ServerConfigReader reader =
        new ServerConfigReader(
            new SystemSurroundings(log), SshdAlgorithms.NAMES, Diagnostic.NOBODY);
    for (String option : options) {
      reader.option(option);
    }
    ServerConfig config = reader.withoutFile();
    return new LentTicket(config, log, folder);
  }

  private static User self() throws Exception {
    return User.withId(User.effectiveId()).orElseThrow();
  }

  private static LentTicket.Source ticket() {
    return () -> Optional.of(SecretBytes.taking("ticket".getBytes(UTF_8)));
  }

  private long files() throws Exception {
    try (var all = Files.list(folder)) {
      return all.count();
    }
  }

  @Test
  void theFileIsTheUsersAlone() throws Exception {
    try (LentTicket lent = lent()) {
      lent.take(ticket());
      assertEquals(0, files());
      Path file = lent.file(self()).orElseThrow();
      assertEquals("rw-------", PosixFilePermissions.toString(Files.getPosixFilePermissions(file)));
      assertArrayEquals("ticket".getBytes(UTF_8), Files.readAllBytes(file));
      assertTrue(file.getFileName().toString().startsWith("krb5cc_" + self().uid() + "_"));
    }
    assertEquals(0, files());
  }

  @Test
  void itStaysWhereThatIsConfigured() throws Exception {
    Path file;
    try (LentTicket lent = lent("GSSAPICleanupCredentials=no")) {
      lent.take(ticket());
      file = lent.file(self()).orElseThrow();
    }
    assertTrue(Files.exists(file));
  }

  @Test
  void whatIsNotWantedIsNotTaken() throws Exception {
    try (LentTicket lent = lent("GSSAPIDelegateCredentials=no")) {
      lent.take(ticket());
      assertEquals(Optional.empty(), lent.file(self()));
    }
  }

  @Test
  void anotherContextTakesItBack() throws Exception {
    try (LentTicket lent = lent()) {
      lent.take(ticket());
      lent.drop();
      assertFalse(lent.file(self()).isPresent());
    }
  }
}
