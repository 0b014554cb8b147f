package dev.aikagi.tools.ssh;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.aikagi.auth.GssException;
import dev.aikagi.auth.GssReason;
import dev.aikagi.kerberos.KerberosInitiator;
import java.nio.file.Path;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Who has no ticket is told so without the JDK's GSS-API, which takes its time to load. */
class OwnTicketTest {
  @TempDir Path folder = Path.of("");

  private GssReason reason(Optional<String> cache) {
    OwnTicket.Place place =
        new OwnTicket.Place(cache, folder.resolve("usual"), folder.resolve("krb5.conf"));
    OwnTicket ticket = new OwnTicket(new KerberosInitiator("h", false), place);
    return assertThrows(GssException.class, ticket::initiate).reason();
  }

  @ParameterizedTest
  @ValueSource(strings = {"FILE:/nonexistent/a", "/nonexistent/a"})
  void aCacheThatIsNotThere(String name) {
    assertEquals(new GssReason.NoTicket(name), reason(Optional.of(name)));
  }

  @Test
  void aSystemWithoutKerberos() {
    assertEquals(new GssReason.NoTicket(""), reason(Optional.empty()));
  }
}
