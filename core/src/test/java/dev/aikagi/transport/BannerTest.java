package dev.aikagi.transport;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.aikagi.DisconnectException;
import dev.aikagi.kex.Role;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Row B5: what comes before the version has an end, in both roles. */
@Tag("B5")
class BannerTest {
  /** A peer that repeats the same without end. */
  private static final class Endless implements ByteStream {
    private final byte[] pattern;
    private final int atOnce;
    private long given;

    Endless(String pattern, int atOnce) {
      this.pattern = pattern.getBytes(StandardCharsets.ISO_8859_1);
      this.atOnce = atOnce;
    }

    @Override
    public int read(byte[] buffer, int offset, int length) {
      int n = Math.min(length, atOnce);
      for (int i = 0; i < n; i++) {
        buffer[offset + i] = pattern[(int) ((given + i) % pattern.length)];
      }
      given += n;
      return n;
    }

    @Override
    public void write(byte[] buffer, int offset, int length) {}

    @Override
    public void close() {}
  }

  private static TransportEvent.PeerVersion read(Role role, ByteStream stream) throws IOException {
    return VersionExchange.read(new PacketReader(stream), role);
  }

  @ParameterizedTest
  @EnumSource(Role.class)
  void aLineWithoutEndIsReadToItsLimit(Role role) {
    for (int atOnce : new int[] {1, 1 << 20}) {
      for (String pattern : new String[] {"x", "SSH-2.0-", " "}) {
        Endless endless = new Endless(pattern, atOnce);
        assertThrows(DisconnectException.class, () -> read(role, endless));
        int limit = role == Role.SERVER ? 255 : 8192;
        // What the one read takes beyond it is a buffer's length.
        assertTrue(endless.given <= limit + 8192, "read " + endless.given);
      }
    }
  }

  @ParameterizedTest
  @EnumSource(Role.class)
  void linesWithoutEndAreReadToTheirLimit(Role role) {
    for (String line : new String[] {"\n", "\r\n", "hello\r\n", "x".repeat(8000) + "\n"}) {
      Endless endless = new Endless(line, 4096);
      assertThrows(DisconnectException.class, () -> read(role, endless));
      long lines = role == Role.SERVER ? 1 : 1025;
      assertTrue(endless.given <= lines * Math.max(line.length(), 255) + 8192);
    }
  }

  @Test
  void linesBeforeTheVersionAreNotHoarded() throws IOException {
    String text = ("x".repeat(8000) + "\r\n").repeat(1000) + "SSH-2.0-x\r\n";
    TransportEvent.PeerVersion v = read(Role.CLIENT, canned(text));
    assertEquals("SSH-2.0-x", v.version());
    assertEquals(32, v.linesBefore().size());
  }

  @Test
  void nulAndLoneCrAreRefusedBeforeTheVersionToo() {
    for (String line : new String[] {"a\u0000b\r\n", "a\rb\r\n", "\r\r\n", "\u0000\n"}) {
      assertThrows(
          DisconnectException.class, () -> read(Role.CLIENT, canned(line + "SSH-2.0-x\r\n")), line);
    }
  }

  /** A version is not looked for inside a line, nor in the case that the peer likes. */
  @Test
  void whatIsNotAVersionIsNone() {
    for (String line :
        new String[] {" SSH-2.0-x", "ssh-2.0-x", "SSH_2.0-x", "SSH-2-x", "SSH-3.0-x"}) {
      assertThrows(IOException.class, () -> read(Role.CLIENT, canned(line + "\r\n")), line);
      assertThrows(IOException.class, () -> read(Role.SERVER, canned(line + "\r\n")), line);
    }
  }

  private static ByteStream canned(String text) throws IOException {
    byte[] bytes = text.getBytes(StandardCharsets.ISO_8859_1);
    MemoryStream.Pair s = MemoryStream.pair(bytes.length + 1);
    s.client().write(Arrays.copyOf(bytes, bytes.length), 0, bytes.length);
    s.client().close();
    return s.server();
  }
}
