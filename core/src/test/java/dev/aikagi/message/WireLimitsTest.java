package dev.aikagi.message;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.aikagi.MalformedException;
import dev.aikagi.wire.WireReader;
import dev.aikagi.wire.WireWriter;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Rows B1, B6 and C2: where a number or a count is refused although as much is there. */
class WireLimitsTest {
  private static byte[] filled(int length) {
    byte[] out = new byte[length];
    Arrays.fill(out, (byte) 0x5a);
    return out;
  }

  @Test
  @Tag("B1")
  @Tag("C2")
  void aNumberHasALimit() throws MalformedException {
    byte[] longest = new WireWriter().writeString(filled(WireReader.MAX_MPINT)).toArray();
    assertTrue(new WireReader(longest).readMpint().bitLength() > 16384);
    byte[] longer = new WireWriter().writeString(filled(WireReader.MAX_MPINT + 1)).toArray();
    assertThrows(MalformedException.class, () -> new WireReader(longer).readMpint());
  }

  private static WireWriter extensions(int count) {
    WireWriter w = new WireWriter().writeUint32(count);
    for (int i = 0; i < count; i++) {
      w.writeUtf8("x" + i).writeUtf8("");
    }
    return w;
  }

  private static WireReader reader(WireWriter w) {
    return new WireReader(w.toArray());
  }

  /** What decides is refused whole; of what people read the beginning is kept. */
  @Test
  @Tag("B1")
  void textBeyondAsciiHasALimit() throws MalformedException {
    String most = "\u00e9".repeat(WireReader.MAX_TEXT / 2);
    assertEquals(most, reader(new WireWriter().writeUtf8(most)).readUtf8());
    WireWriter more = new WireWriter().writeUtf8(most).writeUtf8("\u00e9").writeUtf8("e");
    WireReader r = reader(more);
    assertEquals(most, r.readUtf8());
    assertThrows(MalformedException.class, r::readUtf8);
    assertEquals("e", r.readUtf8());
    WireReader shown = reader(more);
    assertEquals(most, shown.readText());
    assertEquals("", shown.readText());
    assertEquals("e", shown.readText());
    assertEquals(most, reader(new WireWriter().writeUtf8(most + most)).readText());
    String ascii = "e".repeat(WireReader.MAX_TEXT + 1);
    assertEquals(ascii, reader(new WireWriter().writeUtf8(ascii)).readUtf8());
  }

  /** A banner in Latin-1, a PAM module in Big5: people read it as well as they can. */
  @Test
  void textForPeopleNeedNotBeUtf8() throws MalformedException {
    byte[] raw = {'z', 'u', (byte) 0xfc};
    String read = "zu\ufffd";
    WireWriter two = new WireWriter().writeString(raw).writeString(raw);
    byte[] both = two.toArray();
    assertEquals(new UserauthBanner(read, read), UserauthBanner.read(reader(two)));
    assertEquals(
        new UserauthPasswdChangereq(read, read), UserauthPasswdChangereq.read(reader(two)));
    assertEquals(
        new Disconnect(11, read, read),
        Disconnect.read(reader(new WireWriter().writeUint32(11).writeRaw(both))));
    assertEquals(
        new Debug(true, read, read),
        Debug.read(reader(new WireWriter().writeBoolean(true).writeRaw(both))));
    assertEquals(
        new ChannelOpenFailure(3, 2, read, read),
        ChannelOpenFailure.read(
            reader(new WireWriter().writeUint32(3).writeUint32(2).writeRaw(both))));
    WireWriter request = new WireWriter().writeRaw(both).writeString(raw).writeUint32(1);
    request.writeString(raw).writeBoolean(false);
    assertEquals(
        new UserauthInfoRequest(
            read, read, read, List.of(new UserauthInfoRequest.Prompt(read, false))),
        UserauthInfoRequest.read(reader(request)));
    WireWriter signal = new WireWriter().writeUtf8("TERM").writeBoolean(false).writeRaw(both);
    assertEquals(
        new ChannelRequestData.ExitSignal("TERM", false, read, read),
        ChannelRequestData.of(new ChannelRequest(0, "exit-signal", false, signal.toBytes())));
  }

  /** What decides must be what it seems: two names are not one because both are damaged. */
  @Test
  void aUserNameMustBeUtf8() {
    WireWriter request = new WireWriter().writeString(new byte[] {'b', (byte) 0xfc});
    request.writeUtf8("ssh-connection").writeUtf8("none");
    assertThrows(MalformedException.class, () -> UserauthRequest.read(reader(request)));
  }

  @Test
  @Tag("B6")
  void countsHaveLimits() throws MalformedException {
    assertEquals(3, ExtInfo.read(new WireReader(extensions(3).toArray())).extensions().size());
    byte[] many = extensions(100_000).toArray();
    assertThrows(MalformedException.class, () -> ExtInfo.read(new WireReader(many)));

    WireWriter prompts = new WireWriter().writeUtf8("").writeUtf8("").writeUtf8("");
    prompts.writeUint32(10_000);
    WireWriter responses = new WireWriter().writeUint32(10_000);
    for (int i = 0; i < 10_000; i++) {
      prompts.writeUtf8("?").writeBoolean(true);
      responses.writeUtf8("!");
    }
    assertThrows(
        MalformedException.class,
        () -> UserauthInfoRequest.read(new WireReader(prompts.toArray())));
    assertThrows(
        MalformedException.class,
        () -> UserauthInfoResponse.read(new WireReader(responses.toArray())));
  }

  @Test
  @Tag("A6")
  void anExtensionComesOnce() {
    byte[] twice =
        new WireWriter()
            .writeUint32(2)
            .writeUtf8("x")
            .writeUtf8("1")
            .writeUtf8("x")
            .writeUtf8("2")
            .toArray();
    assertThrows(MalformedException.class, () -> ExtInfo.read(new WireReader(twice)));
  }
}
