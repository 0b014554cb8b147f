package dev.aikagi.tools.sshd;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.net.InetAddress;
import java.time.Instant;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class PeerTest {
  @ParameterizedTest
  @ValueSource(
      strings = {
        "::1",
        "::",
        "2001:db8::1",
        "fe80::1:0:0:1",
        "1:2:3:4:5:6:7:8",
        "1::",
        "1:0:2::3",
        "192.0.2.1"
      })
  void addressesAreWrittenAsInetNtopDoes(String text) throws Exception {
    assertEquals(text, Peer.text(InetAddress.getByName(text)));
  }

  @Test
  void timesAreWrittenAsCtimeDoes() {
    String time = Greeting.time(Instant.parse("2026-11-02T12:00:07Z"));
    assertEquals("Mon Nov  2 ", time.substring(0, 11));
    assertEquals(24, time.length());
  }
}
