package dev.aikagi.kerberos;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.aikagi.SecretBytes;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Date;
import java.util.List;
import javax.security.auth.kerberos.KerberosPrincipal;
import javax.security.auth.kerberos.KerberosTicket;
import org.junit.jupiter.api.Test;

/** The file of credentials, field by field. */
class TicketCacheTest {
  private static String text(ByteBuffer in) {
    byte[] bytes = new byte[in.getInt()];
    in.get(bytes);
    return new String(bytes, StandardCharsets.UTF_8);
  }

  private static String principal(ByteBuffer in) {
    int type = in.getInt();
    int parts = in.getInt();
    StringBuilder name = new StringBuilder(type + " " + text(in));
    for (int i = 0; i < parts; i++) {
      name.append(' ').append(text(in));
    }
    return name.toString();
  }

  @Test
  void itHasWhatTheLibrariesRead() {
    boolean[] flags = new boolean[32];
    flags[1] = true;
    flags[2] = true;
    Date end = Date.from(Instant.ofEpochSecond(2_000_000_000L));
    KerberosTicket ticket =
        new KerberosTicket(
            new byte[] {9, 8, 7},
            new KerberosPrincipal("alice@R"),
            new KerberosPrincipal("krbtgt/R@R"),
            new byte[] {1, 2, 3, 4},
            18,
            flags,
            Date.from(Instant.ofEpochSecond(1_000L)),
            null,
            end,
            null,
            null);
    try (SecretBytes file = TicketCache.of(ticket)) {
      ByteBuffer in = ByteBuffer.wrap(file.expose());
      assertEquals(0x0504, in.getShort());
      assertEquals(0, in.getShort());
      assertEquals("1 R alice", principal(in));
      assertEquals("1 R alice", principal(in));
      assertEquals("1 R krbtgt R", principal(in));
      assertEquals(18, in.getShort());
      assertEquals("\u0001\u0002\u0003\u0004", text(in));
      assertEquals(1000, in.getInt());
      // Without a start of its own, a ticket is good from when it was given.
      assertEquals(1000, in.getInt());
      assertEquals(2_000_000_000, in.getInt());
      assertEquals(0, in.getInt());
      assertEquals(0, in.get());
      assertEquals(0x60000000, in.getInt());
      assertEquals(0, in.getInt());
      assertEquals(0, in.getInt());
      assertEquals("\t\b\u0007", text(in));
      assertEquals("", text(in));
      assertEquals(0, in.remaining());
    }
  }

  @Test
  void namesHaveParts() {
    assertEquals(List.of("a", "b"), TicketCache.parts("a/b@R"));
    assertEquals(List.of("a/b@c"), TicketCache.parts("a\\/b\\@c@R"));
    assertEquals(List.of("a\\"), TicketCache.parts("a\\"));
  }
}
