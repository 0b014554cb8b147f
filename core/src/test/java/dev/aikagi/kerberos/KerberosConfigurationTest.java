package dev.aikagi.kerberos;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What of krb5.conf Java leaves out. */
class KerberosConfigurationTest {
  private static final String NAME = "default_keytab_name";

  @TempDir Path folder = Path.of("");

  private Path file(String name, String text) throws IOException {
    return Files.writeString(folder.resolve(name), text);
  }

  private static Optional<String> value(Path... files) throws IOException {
    return new KerberosConfiguration(List.of(files)).libDefault(NAME);
  }

  @Test
  void theFirstInLibdefaultsDecides() throws Exception {
    Path file =
        file(
            "krb5.conf",
            """
            # default_keytab_name = commented
            [realms]
             default_keytab_name = realm
            [libdefaults]
             EXAMPLE.ORG = {
              default_keytab_name = of one realm
             }
             ; default_keytab_name = commented
             default_keytab_name = "FILE:/etc/a"
             default_keytab_name = second
            """);
    assertEquals(Optional.of("FILE:/etc/a"), value(file));
    Path first = file("first", "[libdefaults]\ndefault_keytab_name=/b\n");
    assertEquals(Optional.of("/b"), value(first, file));
    assertEquals(Optional.empty(), value(folder.resolve("missing")));
    Path none = file("none", "[libdefaults]\n");
    assertEquals(Optional.of("FILE:/etc/a"), value(none, file));
    assertEquals(Optional.empty(), value(none));
  }

  @Test
  void filesIncludeOthers() throws Exception {
    Path parts = Files.createDirectory(folder.resolve("parts"));
    Files.writeString(parts.resolve("b.conf"), "[libdefaults]\n default_keytab_name = b\n");
    Files.writeString(parts.resolve(".a.conf"), "[libdefaults]\n default_keytab_name = hidden\n");
    Files.writeString(parts.resolve("a.rpmsave"), "[libdefaults]\n default_keytab_name = old\n");
    Path other = file("other", "include " + file("inner", "includedir " + parts + "\n") + "\n");
    assertEquals(Optional.of("b"), value(other));
  }

  @Test
  @Tag("B1")
  void aFileThatIncludesItselfHasAnEnd() throws Exception {
    Path self = folder.resolve("self");
    Files.writeString(self, "include " + self + "\ninclude " + self + "\n");
    IOException e = assertThrows(IOException.class, () -> value(self));
    assertTrue(e.toString().endsWith("too many files include each other"), e::toString);
  }

  @Test
  void namesOfCachesHaveParameters() {
    String name = TicketStore.expanded("FILE:%{TEMP}/krb5cc_%{uid}%{null}");
    assertTrue(name.matches("FILE:/tmp/krb5cc_[0-9]+"), name);
    assertFalse(TicketStore.expanded("KEYRING:persistent:%{uid}").contains("%"));
  }
}
