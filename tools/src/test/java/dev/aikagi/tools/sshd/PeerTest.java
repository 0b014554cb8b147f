package dev.aikagi.tools.sshd;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.aikagi.config.ConnectionFacts;
import java.net.InetAddress;
import java.time.Instant;
import java.util.Optional;
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

  /** As OpenSSH: a name and a port, but no address that Match Address * would take. */
  @Test
  void whoHasNoAddressIsUnknown() {
    var unknown = dev.aikagi.server.Peer.unknown();
    Peer peer = Peer.of(unknown.remote(), unknown.local());
    assertEquals("UNKNOWN port 65535", peer.toString());
    assertEquals("UNKNOWN", peer.host());
    assertEquals("UNKNOWN", peer.localAddress());
    assertEquals(Optional.empty(), peer.source());
    ConnectionFacts facts = peer.facts(Optional.of("hoge"), false);
    assertEquals(Optional.empty(), facts.address());
    assertEquals(Optional.empty(), facts.localAddress());
    assertEquals(Optional.of("UNKNOWN"), facts.host());
    assertEquals(Optional.of(65535), facts.localPort());
  }

  @Test
  void timesAreWrittenAsCtimeDoes() {
    String time = Greeting.time(Instant.parse("2026-11-02T12:00:07Z"));
    assertEquals("Mon Nov  2 ", time.substring(0, 11));
    assertEquals(24, time.length());
  }
}
