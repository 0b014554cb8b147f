package dev.aikagi.tools.keygen;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.aikagi.Bytes;
import dev.aikagi.posix.SecurityKeyProvider;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

class DownloadKeysTest {
  private static String suffix(String application, String user) {
    Bytes none = Bytes.EMPTY;
    return DownloadKeys.suffix(
        new SecurityKeyProvider.ResidentKey(
            SecurityKeyProvider.ED25519,
            application,
            new SecurityKeyProvider.Enrolled(0, none, none, none, none, none),
            0,
            Bytes.of(user.getBytes(StandardCharsets.ISO_8859_1))));
  }

  @Test
  void aFileIsNamedAfterItsUse() {
    assertEquals("", suffix("ssh:", ""));
    assertEquals("", suffix("ssh:", "\0\0\0"));
    assertEquals("work", suffix("ssh:work", ""));
    assertEquals("work_me", suffix("ssh:work", "me\0\0"));
    assertEquals("example.org_me", suffix("ssh://example.org", "me"));
    assertEquals("work_ff", suffix("ssh:work", "\u00ff"));
  }

  @Test
  @Tag("C5")
  void aNameLeadsNowhere() {
    assertEquals("work_2e2e2f6d65", suffix("ssh:work", "../me"));
    assertEquals("2f657463_me", suffix("ssh:/etc", "me"));
    assertEquals("612e2e62_5c", suffix("ssh:a..b", "\\"));
    assertEquals("_0a", suffix("ssh:", "\n"));
  }
}
