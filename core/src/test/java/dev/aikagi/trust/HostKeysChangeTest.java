package dev.aikagi.trust;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.aikagi.key.KeyGenerator;
import dev.aikagi.key.PublicKey;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** What UpdateHostKeys may change, as OpenSSH 9.2 was seen to decide for the same files. */
@Tag("D3")
class HostKeysChangeTest {
  private static final PublicKey KEY = KeyGenerator.ed25519().publicKey();
  private static final PublicKey OLD = KeyGenerator.ed25519().publicKey();
  private static final PublicKey FRESH = KeyGenerator.ecdsa(256).publicKey();

  private static HostKeysChange change(@Nullable String address, String... lines) {
    KnownHostsFile file =
        KnownHostsFile.parse(
            "kh", (String.join("\n", lines) + "\n").getBytes(StandardCharsets.ISO_8859_1));
    return HostKeysChange.of(List.of(file), "h", address, List.of(KEY, FRESH));
  }

  private static String line(String hosts, PublicKey key) {
    return hosts + " " + key.line();
  }

  private static String obstacle(String... lines) {
    return change(null, lines).obstacle().orElse("");
  }

  @Test
  void whatSshWroteMayGo() {
    HostKeysChange change = change(null, line("h", KEY), line("h,10.0.0.1", OLD));
    assertEquals(List.of(FRESH), change.fresh());
    assertEquals(1, change.obsolete().size());
    HostKeysChange hashed =
        change("10.0.0.1", KnownHostsEdit.line("h", "10.0.0.1", KEY, true).strip());
    assertTrue(hashed.obstacle().isEmpty());
    assertTrue(hashed.obsolete().isEmpty());
    assertTrue(change(null, line("h", KEY), line("h", OLD)).obstacle().isEmpty());
  }

  @Test
  void patternsAndListsAndMarkersAreNotTouched() {
    String why = "CA/revocation marker, manual host list or wildcard host pattern found";
    assertEquals(why, obstacle(line("h", KEY), line("*", OLD)));
    assertEquals(why, obstacle(line("h", KEY), line("?", KEY)));
    assertEquals(why, obstacle(line("h", KEY), line("h,a,b", OLD)));
    assertEquals(why, obstacle(line("h", KEY), line("@cert-authority h", OLD)));
    assertEquals(why, obstacle(line("h", KEY), line("@revoked h", OLD)));
  }

  @Test
  void aKeyOfAnotherNameIsNotTouched() {
    assertEquals(
        "key(s) for h exist under other names",
        obstacle(line("h", KEY), line("h", OLD), line("g", OLD)));
    String why = "host key found matching a different name/address";
    assertEquals(why, obstacle(line("h", KEY), line("g", FRESH)));
    assertEquals(why, change("10.0.0.1", line("h,10.0.0.2", KEY)).obstacle().orElse(""));
    assertEquals(why, change("10.0.0.1", line("g,10.0.0.1", OLD)).obstacle().orElse(""));
  }
}
