package dev.aikagi.tools.sshd;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.aikagi.config.NetBlockSize;
import dev.aikagi.config.Penalties;
import dev.aikagi.tools.sshd.SourcePenalties.Offence;
import java.net.InetAddress;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class SourcePenaltiesTest {
  private static final Penalties USUAL = new Penalties(Optional.empty(), Map.of());

  private long seconds;
  private final SourcePenalties penalties = new SourcePenalties(() -> seconds * 1_000_000_000L);

  private static InetAddress address(String text) throws Exception {
    return InetAddress.getByName(text);
  }

  private boolean punish(String address, Offence offence) throws Exception {
    return penalties.punish(address(address), offence, USUAL, NetBlockSize.DEFAULT);
  }

  private @org.jspecify.annotations.Nullable String refusal(String address) throws Exception {
    return penalties.refusal(address(address), USUAL, NetBlockSize.DEFAULT);
  }

  @Test
  void whatIsBelowTheMinimumAddsUp() throws Exception {
    assertFalse(punish("192.0.2.1", Offence.AUTHENTICATION_FAILED));
    assertFalse(punish("192.0.2.1", Offence.AUTHENTICATION_FAILED));
    assertNull(refusal("192.0.2.1"));
    assertTrue(punish("192.0.2.1", Offence.AUTHENTICATION_FAILED));
    assertEquals("penalty: failed authentication", refusal("192.0.2.1"));
    assertNull(refusal("192.0.2.2"));
  }

  @Test
  void itRunsOut() throws Exception {
    assertTrue(punish("192.0.2.1", Offence.CRASH));
    seconds = 89;
    assertNotNull(refusal("192.0.2.1"));
    seconds = 90;
    assertNull(refusal("192.0.2.1"));
  }

  @Test
  void itHasAMaximum() throws Exception {
    for (int i = 0; i < 50; i++) {
      var _ = punish("2001:db8::1", Offence.CRASH);
    }
    seconds = 599;
    assertNotNull(refusal("2001:db8::1"));
    seconds = 600;
    assertNull(refusal("2001:db8::1"));
  }

  @Test
  void aSourceCanBeANetwork() throws Exception {
    NetBlockSize networks = new NetBlockSize(24, 64);
    assertTrue(penalties.punish(address("192.0.2.1"), Offence.CRASH, USUAL, networks));
    assertNotNull(penalties.refusal(address("192.0.2.200"), USUAL, networks));
    assertNull(penalties.refusal(address("192.0.3.1"), USUAL, networks));
  }

  @Test
  void theTableIsBounded() throws Exception {
    Penalties two = new Penalties(Optional.empty(), Map.of(Penalties.Field.MAX_SOURCES4, 2.0));
    for (int i = 1; i <= 3; i++) {
      seconds = i;
      assertTrue(
          penalties.punish(address("192.0.2." + i), Offence.CRASH, two, NetBlockSize.DEFAULT));
    }
    assertNull(penalties.refusal(address("192.0.2.1"), two, NetBlockSize.DEFAULT));
    assertNotNull(penalties.refusal(address("192.0.2.3"), two, NetBlockSize.DEFAULT));
  }

  @Test
  void itCanBeOff() throws Exception {
    Penalties off = new Penalties(Optional.of(false), Map.of());
    assertFalse(penalties.punish(address("192.0.2.1"), Offence.CRASH, off, NetBlockSize.DEFAULT));
  }
}
