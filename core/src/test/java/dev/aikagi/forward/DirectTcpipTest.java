package dev.aikagi.forward;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.aikagi.Bytes;
import dev.aikagi.MalformedException;
import dev.aikagi.wire.WireWriter;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class DirectTcpipTest {
  @Test
  void isReadAsItWasWritten() throws Exception {
    DirectTcpip target = new DirectTcpip("host.example", 22, "::1", 40000);
    assertEquals(Optional.of(target), DirectTcpip.read(target.data()));
    assertEquals("127.0.0.1", DirectTcpip.to("h", 1).originatorAddress());
  }

  @Test
  void whatNobodyCanMeanIsNoTarget() throws Exception {
    // Some resolvers would take an empty name for this machine.
    assertEquals(Optional.empty(), DirectTcpip.read(data("", 22, "127.0.0.1", 1)));
    assertEquals(Optional.empty(), DirectTcpip.read(data("h".repeat(256), 22, "", 1)));
    assertEquals(Optional.empty(), DirectTcpip.read(data("h", 65536, "", 1)));
    assertEquals(Optional.empty(), DirectTcpip.read(data("h", 0xffff_ffffL, "", 1)));
    assertEquals(Optional.empty(), DirectTcpip.read(data("h", 22, "", 65536)));
    assertEquals(Optional.empty(), DirectTcpip.read(data("h", 22, "a".repeat(256), 1)));
    assertThrows(IllegalArgumentException.class, () -> DirectTcpip.to("", 22));
    assertThrows(IllegalArgumentException.class, () -> DirectTcpip.to("h", 65536));
  }

  @Test
  void anotherFormIsMalformed() {
    byte[] whole = DirectTcpip.to("host", 22).data().toArray();
    for (int length = 0; length < whole.length; length++) {
      Bytes cut = Bytes.of(java.util.Arrays.copyOf(whole, length));
      assertThrows(MalformedException.class, () -> DirectTcpip.read(cut));
    }
    Bytes longer = Bytes.of(java.util.Arrays.copyOf(whole, whole.length + 1));
    assertThrows(MalformedException.class, () -> DirectTcpip.read(longer));
  }

  private static Bytes data(String host, long port, String from, long fromPort) {
    return new WireWriter()
        .writeUtf8(host)
        .writeUint32(port)
        .writeUtf8(from)
        .writeUint32(fromPort)
        .toBytes();
  }
}
