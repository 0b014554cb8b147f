package dev.aikagi.tools.securitykey;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.aikagi.Bytes;
import dev.aikagi.MalformedException;
import dev.aikagi.SecretBytes;
import dev.aikagi.key.Ed25519PublicKey;
import dev.aikagi.key.KeyGenerator;
import dev.aikagi.key.SecurityKeyPrivateKey;
import dev.aikagi.key.SkEd25519PublicKey;
import dev.aikagi.posix.LocalSocket;
import dev.aikagi.wire.WireWriter;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(30)
@SuppressWarnings("try") // One end is closed on purpose before the other.
class HelperRequestTest {
  private static final int MILLIS = 10_000;

  private static HelperRequest request(@Nullable SecretBytes pin) throws Exception {
    Bytes point = ((Ed25519PublicKey) KeyGenerator.ed25519().publicKey()).point();
    return new HelperRequest(
        "/usr/lib/x.so",
        new SecurityKeyPrivateKey(
            new SkEd25519PublicKey(point, "ssh:"), 5, secret("handle"), Bytes.EMPTY),
        Bytes.utf8("data"),
        pin);
  }

  private static SecretBytes secret(String text) {
    return SecretBytes.taking(Bytes.utf8(text).toArray());
  }

  @Test
  void itIsReadAsItIsWritten() throws Exception {
    HelperRequest given = request(secret("1234"));
    HelperRequest read = HelperRequest.read(given.write().toArray());
    assertEquals(given.provider(), read.provider());
    assertEquals(given.key().publicKey(), read.key().publicKey());
    assertEquals(5, read.key().flags());
    assertTrue(read.key().keyHandle().matches(given.key().keyHandle().expose()));
    assertEquals(given.data(), read.data());
    SecretBytes pin = Objects.requireNonNull(read.pin());
    assertTrue(pin.matches(secret("1234").expose()));
    assertFalse(read.toString().contains("1234"), read.toString());
    read.close();
    assertThrows(IllegalStateException.class, read.key().keyHandle()::expose);
    assertThrows(IllegalStateException.class, pin::expose);
    assertNull(HelperRequest.read(request(null).write().toArray()).pin());
    WireWriter soft = new WireWriter().writeUtf8("x");
    soft.writeString(KeyGenerator.ed25519().publicKey().blob());
    assertThrows(MalformedException.class, () -> HelperRequest.read(soft.toArray()));
  }

  /** While an array grows, the one before it is left behind with all that is in it. */
  @Test
  void itIsWrittenIntoOneArray() throws Exception {
    Bytes point = ((Ed25519PublicKey) KeyGenerator.ed25519().publicKey()).point();
    String text = "x".repeat(20_000);
    SecurityKeyPrivateKey key =
        new SecurityKeyPrivateKey(
            new SkEd25519PublicKey(point, "ssh:" + text), 5, secret(text), Bytes.EMPTY);
    WireWriter written =
        new HelperRequest("internal", key, Bytes.utf8(text), secret("1234")).write();
    int spare = written.array().length - written.length();
    assertTrue(spare < 3 * "internal".length(), "spare: " + spare);
  }

  /** What is sent is wiped where it was put together. */
  @Test
  void messagesGoOverASocket() throws Exception {
    LocalSocket.Pair pair = LocalSocket.pair();
    try (LocalSocket one = pair.one();
        LocalSocket other = pair.other()) {
      WireWriter message = new WireWriter().writeUtf8("secret");
      byte[] array = message.array();
      HelperFrames.send(one, message, MILLIS);
      assertEquals(0, array[4]);
      assertEquals(10, HelperFrames.receive(other, 10, MILLIS).length);
      one.close();
      assertEquals(0, HelperFrames.receive(other, 10, MILLIS).length);
    }
  }

  @Test
  @Tag("G1")
  void noLengthIsBelieved() throws Exception {
    byte[][] streams = {
      {0, 0, 0, 11}, {0, 0, 0, 0}, {-1, -1, -1, -1}, {0, 0, 0, 2, 1}, {0, 0}, {'g', 'a', 'r', 'b'}
    };
    for (byte[] stream : streams) {
      LocalSocket.Pair pair = LocalSocket.pair();
      try (LocalSocket one = pair.one();
          LocalSocket other = pair.other()) {
        one.send(stream, 0, stream.length, List.of(), MILLIS);
        one.endOutput();
        assertThrows(MalformedException.class, () -> HelperFrames.receive(other, 10, MILLIS));
      }
    }
  }
}
