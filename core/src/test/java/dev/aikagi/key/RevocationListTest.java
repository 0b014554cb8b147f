package dev.aikagi.key;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.aikagi.MalformedException;
import dev.aikagi.wire.WireWriter;
import java.io.IOException;
import java.io.InputStream;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The files were made by OpenSSH 9.2's ssh-keygen -k, the answers by its ssh-keygen -Q. */
@Tag("C6")
class RevocationListTest {
  private static final List<String> SUBJECTS =
      List.of(
          "k1",
          "k2",
          "k3",
          "c0-cert",
          "c1-cert",
          "c1000-cert",
          "c64-cert",
          "c75-cert",
          "cfar-cert",
          "cmax-cert",
          "o1-cert");

  /** Magic, format, version, date, flags, reserved, comment. */
  private static final int HEADER = 8 + 4 + 3 * 8 + 2 * 4;

  private static byte[] file(String name) {
    try (InputStream in = RevocationListTest.class.getResourceAsStream("krl/" + name)) {
      return Objects.requireNonNull(in, name).readAllBytes();
    } catch (IOException e) {
      throw new java.io.UncheckedIOException(e);
    }
  }

  private static String text(String name) {
    return new String(file(name), StandardCharsets.US_ASCII);
  }

  private static Certificate certificate(String name) throws Exception {
    return PublicKeyFile.certificate(text(name + ".pub")).orElseThrow();
  }

  private static boolean revoked(RevocationList list, String subject) throws Exception {
    return subject.endsWith("-cert")
        ? list.revokes(certificate(subject))
        : list.revokes(PublicKeyFile.line(text(subject + ".pub")).orElseThrow().key());
  }

  static Stream<String> answers() {
    return text("revoked").lines();
  }

  @ParameterizedTest
  @MethodSource("answers")
  void saysWhatOpenSshSays(String line) throws Exception {
    List<String> words = List.of(line.split(" ", -1));
    byte[] file = file(words.getFirst() + ".krl");
    assertTrue(RevocationList.is(file));
    RevocationList list = RevocationList.parse(file);
    List<String> revoked = new ArrayList<>();
    for (String subject : SUBJECTS) {
      if (revoked(list, subject)) {
        revoked.add(subject);
      }
    }
    assertEquals(words.subList(1, words.size()), revoked);
  }

  @Test
  void thereIsAFileForEachForm() {
    assertEquals(17, answers().count());
  }

  /** Between sections nothing tells that another was to come; anywhere else a torn file shows. */
  @ParameterizedTest
  @MethodSource("answers")
  void aTornListIsNone(String line) {
    byte[] file = file(line.split(" ", -1)[0] + ".krl");
    List<Integer> boundaries = boundaries(file);
    for (int length = 0; length < file.length; length++) {
      byte[] torn = Arrays.copyOf(file, length);
      if (!boundaries.contains(length)) {
        assertThrows(MalformedException.class, () -> RevocationList.parse(torn), line + length);
      }
    }
  }

  private static List<Integer> boundaries(byte[] file) {
    List<Integer> out = new ArrayList<>();
    int at = HEADER;
    while (at < file.length) {
      out.add(at);
      at += 5 + (int) new BigInteger(1, file, at + 1, 4).longValue();
    }
    return out;
  }

  /** Whatever stands there, it is a list or it is none. */
  @Test
  void anyByteMayBeAnother() {
    Random random = new Random(4);
    byte[] file = file("all.krl");
    for (int i = 0; i < 20_000; i++) {
      byte[] changed = file.clone();
      changed[random.nextInt(file.length)] = (byte) random.nextInt(256);
      try {
        var _ = RevocationList.parse(changed);
      } catch (MalformedException e) {
        assertFalse(String.valueOf(e.getMessage()).isEmpty());
      }
    }
  }

  private static WireWriter header(int format) {
    return new WireWriter()
        .writeRaw("SSHKRL\n\0".getBytes(StandardCharsets.US_ASCII))
        .writeUint32(format)
        .writeUint64(1)
        .writeUint64(2)
        .writeUint64(0)
        .writeUtf8("reserved")
        .writeUtf8("a comment");
  }

  private static byte[] section(int type, WireWriter body) {
    return header(1).writeByte(type).writeString(body.toArray()).toArray();
  }

  private static byte[] certificates(int type, WireWriter body) {
    return section(
        1,
        new WireWriter().writeUtf8("").writeUtf8("").writeByte(type).writeString(body.toArray()));
  }

  private static WireWriter serials(long... serials) {
    WireWriter out = new WireWriter();
    for (long serial : serials) {
      out.writeUint64(serial);
    }
    return out;
  }

  private static WireWriter bitmap(long offset, long bits) {
    return new WireWriter().writeUint64(offset).writeMpint(BigInteger.valueOf(bits));
  }

  private static WireWriter extension(boolean critical) {
    return new WireWriter().writeUtf8("x@example").writeBoolean(critical).writeUtf8("data");
  }

  private static void isNone(byte[] file) {
    assertThrows(MalformedException.class, () -> RevocationList.parse(file));
  }

  /** A part that is not known may be the one that revokes. */
  @Test
  void whatIsNotKnownIsNotPassedOver() throws Exception {
    isNone(header(2).toArray());
    isNone(section(6, new WireWriter()));
    isNone(certificates(0x24, new WireWriter()));
    isNone(section(255, extension(true)));
    isNone(certificates(0x39, extension(true)));
    var _ = RevocationList.parse(section(255, extension(false)));
    var _ = RevocationList.parse(certificates(0x39, extension(false)));
    isNone(section(255, extension(false).writeByte(0)));
    isNone(section(3, new WireWriter().writeString(new byte[21])));
    isNone(section(5, new WireWriter().writeString(new byte[31])));
    isNone(section(1, new WireWriter().writeUtf8("no key").writeUtf8("")));
    isNone(certificates(0x23, new WireWriter().writeUtf8("a\0b")));
  }

  @Test
  void serialNumbersAreUnsignedAndNotZero() throws Exception {
    isNone(certificates(0x20, serials(1, 0)));
    isNone(certificates(0x21, serials(0, 5)));
    isNone(certificates(0x21, serials(5, 4)));
    isNone(certificates(0x21, serials(-1, 1)));
    isNone(certificates(0x21, serials(1, 5, 6)));
    isNone(certificates(0x22, bitmap(0, 1)));
    isNone(certificates(0x22, bitmap(-1, 2)));
    isNone(certificates(0x22, bitmap(1, -1)));
    RevocationList last = RevocationList.parse(certificates(0x22, bitmap(-2, 3)));
    assertTrue(revoked(last, "cmax-cert"));
    assertFalse(revoked(last, "c1-cert"));
    RevocationList all = RevocationList.parse(certificates(0x21, serials(1, -1)));
    assertTrue(revoked(all, "cmax-cert") && revoked(all, "c1-cert") && revoked(all, "o1-cert"));
    // An authority that does not number its certificates gives all of them zero.
    assertFalse(revoked(all, "c0-cert"));
    RevocationList none = RevocationList.parse(certificates(0x22, bitmap(1, 0)));
    assertFalse(revoked(none, "c1-cert"));
  }

  /** And what follows a signature still counts. */
  @Test
  void signaturesArePassedOver() throws Exception {
    byte[] key = PublicKeyFile.line(text("k1.pub")).orElseThrow().key().blob().toArray();
    WireWriter signed =
        header(1)
            .writeByte(4)
            .writeString(key)
            .writeUtf8("a signature")
            .writeByte(2)
            .writeString(new WireWriter().writeString(key).toArray());
    RevocationList list = RevocationList.parse(signed.toArray());
    assertTrue(revoked(list, "k1"));
    assertFalse(revoked(list, "k2"));
  }
}
