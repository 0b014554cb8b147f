package dev.aikagi.tools.securitykey;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.aikagi.Bytes;
import dev.aikagi.MalformedException;
import dev.aikagi.key.SecurityKeySigner;
import dev.aikagi.posix.SecurityKeyException.Kind;
import dev.aikagi.wire.WireWriter;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

class HelperAnswerTest {
  private static HelperAnswer again(HelperAnswer answer) throws Exception {
    return HelperAnswer.read(answer.write().toArray());
  }

  @Test
  void eachIsReadAsItIsWritten() throws Exception {
    var ecdsa =
        new SecurityKeySigner.Answer(
            5, 0xffff_ffffL, Bytes.of(new byte[33]), Bytes.of(new byte[32]));
    assertEquals(new HelperAnswer.Signed(ecdsa), again(new HelperAnswer.Signed(ecdsa)));
    for (Kind kind : Kind.values()) {
      var failed = new HelperAnswer.Failed(kind, "why \u00e4");
      assertEquals(failed, again(failed));
    }
    var wordy = new HelperAnswer.Failed(Kind.GENERAL, "\u20ac".repeat(4000));
    assertEquals(341, ((HelperAnswer.Failed) again(wordy)).text().length());
  }

  private static WireWriter signed(int first, int second) {
    return new WireWriter()
        .writeByte(0)
        .writeByte(1)
        .writeUint32(1)
        .writeString(new byte[first])
        .writeString(new byte[second]);
  }

  private static void none(WireWriter message) {
    assertThrows(MalformedException.class, () -> HelperAnswer.read(message.toArray()));
  }

  @Test
  @Tag("G1")
  void nothingElseIsAnAnswer() throws Exception {
    assertEquals(HelperAnswer.Signed.class, HelperAnswer.read(signed(128, 0).toArray()).getClass());
    none(signed(129, 0));
    none(signed(64, 129));
    none(signed(64, 0).writeByte(0));
    none(new WireWriter().writeByte(1 + Kind.values().length).writeUtf8("x"));
    none(new WireWriter().writeByte(255).writeUtf8("x"));
    none(new WireWriter().writeByte(1).writeUtf8("x".repeat(1025)));
    none(new WireWriter().writeByte(1).writeUtf8("x").writeByte(1));
    none(new WireWriter().writeByte(1).writeString(new byte[] {(byte) 0xff}));
    byte[] whole = signed(64, 0).toArray();
    for (int length = 0; length < whole.length; length++) {
      none(new WireWriter().writeRaw(whole, 0, length));
    }
  }
}
