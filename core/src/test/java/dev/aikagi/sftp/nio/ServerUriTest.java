package dev.aikagi.sftp.nio;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.net.URI;
import java.util.List;
import org.junit.jupiter.api.Test;

class ServerUriTest {
  private static ServerUri server(String uri) {
    return ServerUri.of(URI.create(uri));
  }

  @Test
  void whatNamesAServer() {
    assertEquals(new ServerUri("hoge", "example.org", 22), server("sftp://hoge@Example.ORG/x"));
    assertEquals(new ServerUri("hoge", "example.org", 22), server("SFTP://hoge@example.org:22"));
    assertEquals(new ServerUri("hoge", "example.org", 22), server("sftp://hoge@example.org:/"));
    assertEquals(new ServerUri("", "example.org", 2222), server("sftp://example.org:2222"));
    assertEquals(new ServerUri("a@b c", "::1", 22), server("sftp://a%40b%20c@[::1]/"));
    assertEquals(new ServerUri("u", "::1", 2222), server("sftp://u@[::1]:2222"));
    assertEquals(new ServerUri("u", "my_host", 22), server("sftp://u@my_host/"));
    assertEquals(
        new ServerUri("u", "fe80::a%Eth0", 2222), server("sftp://u@[FE80::A%Eth0]:2222/x"));
  }

  @Test
  void whatIsRefused() {
    for (String uri :
        List.of(
            "ssh://u@h",
            "/x",
            "sftp:x",
            "sftp:/x",
            "sftp:///x",
            "sftp://u@/x",
            "sftp://@h",
            "sftp://u@h:0",
            "sftp://u@h:65536",
            "sftp://u@h:99999999999",
            "sftp://u@h:+22",
            "sftp://u@h:-22",
            "sftp://u@h:ab",
            "sftp://u@h/?x",
            "sftp://u@h/#x",
            "sftp://u;fingerprint=ssh-ed25519-x@h/")) {
      String told =
          assertThrows(IllegalArgumentException.class, () -> server(uri), uri).getMessage();
      assertTrue(String.valueOf(told).startsWith("not a URI of an SFTP server: "), told);
    }
  }

  @Test
  void aPasswordIsRefusedAndNotRepeated() {
    IllegalArgumentException e =
        assertThrows(IllegalArgumentException.class, () -> server("sftp://u:geheim@h/"));
    assertFalse(String.valueOf(e.getMessage()).contains("geheim"));
  }

  @Test
  void theNameLeadsBack() {
    for (String uri :
        List.of(
            "sftp://u@h",
            "sftp://h:2222",
            "sftp://a%40b@[::1]:24",
            "sftp://u@my_host",
            "sftp://u@[fe80::1%eth0]:24")) {
      assertEquals(uri, server(uri).toString());
      assertEquals(server(uri), server(server(uri).uri(new byte[] {'/', '?', ' '}).toString()));
    }
  }

  /** As RFC 6874 writes it, and as Java does. */
  @Test
  void theScopeOfAnAddressIsKnownInBothSpellings() {
    assertEquals("fe80::1%eth0", server("sftp://u@[fe80::1%25eth0]/").host());
    assertEquals("fe80::1%eth0", server("sftp://u@[fe80::1%eth0]/").host());
  }
}
