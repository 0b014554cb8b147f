package dev.aikagi.key;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.aikagi.Bytes;
import dev.aikagi.wire.WireReader;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The lists in "krl/spec" were made by OpenSSH 9.2's ssh-keygen -k of the files beside them. */
@Tag("C6")
class RevocationListBuilderTest {
  private static final RevocationScope EVERY = new RevocationScope.EveryAuthority();
  private static final Instant NOW = Instant.ofEpochSecond(1_800_000_000);

  @TempDir Path folder;

  private static byte[] resource(String name) throws Exception {
    try (InputStream in = RevocationListBuilderTest.class.getResourceAsStream(name)) {
      return Objects.requireNonNull(in, name).readAllBytes();
    }
  }

  private static PublicKey key(String name) throws Exception {
    return PublicKeyFile.read(resource(name)).key();
  }

  @ParameterizedTest
  @CsvSource({"serials, none", "bits, ed25519.pub", "words, ed25519.pub", "nothing, none"})
  void writesWhatOpenSshWrites(String name, String authority) throws Exception {
    byte[] theirs = resource("krl/spec/" + name + ".krl");
    RevocationScope scope =
        authority.equals("none") ? EVERY : new RevocationScope.Authority(key(authority));
    RevocationListBuilder builder = new RevocationListBuilder();
    RevocationSpec.read(resource("krl/spec/" + name + ".spec"), Optional.of(scope), builder);
    RevocationList read = RevocationList.parse(theirs);
    builder.version(read.version()).comment(read.comment());
    Instant generated = Instant.ofEpochSecond(read.generated());
    assertArrayEquals(theirs, builder.toBytes(generated));
    byte[] again =
        new RevocationListBuilder()
            .addAll(read)
            .version(read.version())
            .comment(read.comment())
            .toBytes(generated);
    assertArrayEquals(theirs, again);
  }

  @Test
  void theHeaderIsRead() throws Exception {
    byte[] file = new RevocationListBuilder().version(-2).comment("a \u001b comment").toBytes(NOW);
    RevocationList list = RevocationList.parse(file);
    assertEquals("18446744073709551614", Long.toUnsignedString(list.version()));
    assertEquals(NOW.getEpochSecond(), list.generated());
    assertEquals("a \u001b comment", list.comment());
    assertThrows(IllegalArgumentException.class, () -> new RevocationListBuilder().comment("a\0b"));
  }

  private static RevocationList listOf(RevocationListBuilder builder) throws Exception {
    return RevocationList.parse(builder.toBytes(NOW));
  }

  @Test
  void eachFormRevokesItsKeyAndNoOther() throws Exception {
    PublicKey key = Keys.P256.publicKey();
    Bytes digest = Fingerprint.of(key, FingerprintHash.SHA256).digest();
    for (RevocationListBuilder builder :
        List.of(
            new RevocationListBuilder().revoke(key),
            new RevocationListBuilder().revokeBySha1(key),
            new RevocationListBuilder().revokeBySha256(key),
            new RevocationListBuilder().revokeSha256(digest))) {
      RevocationList list = listOf(builder);
      assertTrue(list.revokes(key));
      assertFalse(list.revokes(Keys.P384.publicKey()));
      assertTrue(list.revokes(Certified.of(key).by(Keys.ED25519)));
    }
    assertThrows(
        IllegalArgumentException.class,
        () -> new RevocationListBuilder().revokeSha256(Bytes.of(new byte[20])));
  }

  @Test
  void aCertificateIsRevokedByItsNumberElseByItsId() throws Exception {
    Certified numbered = Certified.of(Keys.P256.publicKey()).serial(9).keyId("id");
    RevocationList byNumber = listOf(new RevocationListBuilder().revoke(numbered.by(Keys.ED25519)));
    assertTrue(byNumber.revokes(numbered.keyId("other").by(Keys.ED25519)));
    assertFalse(byNumber.revokes(numbered.serial(8).by(Keys.ED25519)));
    assertFalse(
        byNumber.revokes(
            numbered.serial(9).algorithm(SignatureAlgorithm.RSA_SHA2_512).by(Keys.RSA)));
    Certified without = Certified.of(Keys.P256.publicKey()).serial(0).keyId("id");
    RevocationList byId = listOf(new RevocationListBuilder().revoke(without.by(Keys.ED25519)));
    assertTrue(byId.revokes(without.serial(3).by(Keys.ED25519)));
    assertFalse(byId.revokes(without.keyId("id2").by(Keys.ED25519)));
  }

  /** A key ID that is no UTF-8 is compared as it is. */
  @Test
  void keyIdsAreBytes() throws Exception {
    Bytes odd = Bytes.of(new byte[] {'i', (byte) 0xff});
    RevocationList list = listOf(new RevocationListBuilder().revokeKeyId(EVERY, odd));
    assertEquals(
        List.of(odd), new RevocationListBuilder().addAll(list).certificates().getFirst().keyIds());
    assertFalse(
        list.revokes(Certified.of(Keys.P256.publicKey()).keyId("i\ufffd").by(Keys.ED25519)));
    assertThrows(
        IllegalArgumentException.class,
        () -> new RevocationListBuilder().revokeKeyId(EVERY, Bytes.utf8("a\0b")));
  }

  /** Of several sections of one authority there is one in the new list, in the order they came. */
  @Test
  void sectionsOfOneAuthorityAreMerged() throws Exception {
    var first = new RevocationScope.Authority(Keys.P256.publicKey());
    RevocationListBuilder builder =
        new RevocationListBuilder()
            .revokeKeyId(first, Bytes.utf8("b"))
            .revokeSerials(EVERY, new SerialRange(5, 6))
            .addAll(
                listOf(
                    new RevocationListBuilder()
                        .revokeSerials(EVERY, new SerialRange(7, 9))
                        .revokeSerials(first, new SerialRange(1, 1))
                        .revokeKeyId(first, Bytes.utf8("a"))));
    assertEquals(
        List.of(
            new RevocationListBuilder.Certificates(
                first.blob(),
                List.of(new SerialRange(1, 1)),
                List.of(Bytes.utf8("a"), Bytes.utf8("b"))),
            new RevocationListBuilder.Certificates(
                Bytes.EMPTY, List.of(new SerialRange(5, 9)), List.of())),
        builder.certificates());
  }

  /** Against a plain set of bits, and against what is read of the file. */
  @Test
  void serialNumbersAreASet() throws Exception {
    Random random = new Random(11);
    for (int round = 0; round < 300; round++) {
      SerialNumbers numbers = new SerialNumbers();
      RevocationListBuilder builder = new RevocationListBuilder();
      BitSet expected = new BitSet();
      int spread = 1 + random.nextInt(3000);
      for (int i = random.nextInt(60); i >= 0; i--) {
        int low = 1 + random.nextInt(spread);
        int high = low + random.nextInt(1 + random.nextInt(40));
        numbers.add(new SerialRange(low, high));
        builder.revokeSerials(EVERY, new SerialRange(low, high));
        expected.set(low, high + 1);
      }
      List<SerialRange> ranges = new ArrayList<>();
      for (int low = expected.nextSetBit(0); low >= 0; ) {
        int end = expected.nextClearBit(low);
        ranges.add(new SerialRange(low, end - 1));
        low = expected.nextSetBit(end);
      }
      assertEquals(ranges, numbers.ranges());
      RevocationListBuilder again = new RevocationListBuilder().addAll(listOf(builder));
      assertEquals(ranges, again.certificates().getFirst().serials());
    }
  }

  @Test
  void theLastSerialNumbersAreNoException() throws Exception {
    SerialNumbers numbers = new SerialNumbers();
    numbers.add(new SerialRange(-1, -1));
    numbers.add(new SerialRange(1, 1));
    numbers.add(new SerialRange(Long.MIN_VALUE, -3));
    assertEquals(3, numbers.ranges().size());
    numbers.add(new SerialRange(-2, -2));
    assertEquals(
        List.of(new SerialRange(1, 1), new SerialRange(Long.MIN_VALUE, -1)), numbers.ranges());
    numbers.add(new SerialRange(1, -1));
    assertEquals(List.of(new SerialRange(1, -1)), numbers.ranges());
    assertEquals("1-18446744073709551615", numbers.ranges().getFirst().toString());
    RevocationListBuilder builder =
        new RevocationListBuilder()
            .revokeSerials(EVERY, new SerialRange(1, -2))
            .revokeSerials(EVERY, new SerialRange(-1, -1));
    assertEquals(
        List.of(new SerialRange(1, -1)),
        new RevocationListBuilder().addAll(listOf(builder)).certificates().getFirst().serials());
    assertThrows(IllegalArgumentException.class, () -> new SerialRange(0, 5));
    assertThrows(IllegalArgumentException.class, () -> new SerialRange(-1, 5));
  }

  /** OpenSSH 9.2 writes one number of 28,001 bits here, which it does not read again. */
  @Test
  void noBitmapIsLongerThanReadersTake() throws Exception {
    RevocationListBuilder builder = new RevocationListBuilder();
    for (int i = 0; i < 4000; i++) {
      builder.revokeSerials(EVERY, new SerialRange(1 + 7 * i, 1 + 7 * i));
    }
    byte[] file = builder.toBytes(NOW);
    assertEquals(
        4000,
        new RevocationListBuilder()
            .addAll(RevocationList.parse(file))
            .certificates()
            .getFirst()
            .serials()
            .size());
    WireReader in = new WireReader(file, 44, file.length - 44);
    assertEquals(1, in.readByte());
    WireReader section = in.readNested();
    section.skip(8);
    int bitmaps = 0;
    while (section.remaining() > 0) {
      bitmaps++;
      assertEquals(0x22, section.readByte());
      assertTrue(section.readNested().remaining() <= 8 + 4 + 16384 / 8 + 1);
    }
    assertEquals(2, bitmaps);
  }

  private static byte[] renewed(Path old, PublicKey lostKey, PublicKey authority) throws Exception {
    // Javadoc: begin
    byte[] file =
        new RevocationListBuilder()
            .version(8)
            .addAll(RevocationList.parse(Files.readAllBytes(old)))
            .revoke(lostKey)
            .revokeSerials(new RevocationScope.Authority(authority), new SerialRange(100, 200))
            .toBytes(Instant.now());
    // Javadoc: end
    return file;
  }

  @Test
  void theExampleOfTheJavadocWorks() throws Exception {
    Path old =
        Files.write(
            folder.resolve("old"),
            new RevocationListBuilder().revoke(Keys.P521.publicKey()).toBytes(NOW));
    RevocationList list =
        RevocationList.parse(renewed(old, Keys.P256.publicKey(), Keys.ED25519.publicKey()));
    assertEquals(8, list.version());
    assertTrue(list.revokes(Keys.P521.publicKey()) && list.revokes(Keys.P256.publicKey()));
    assertTrue(list.revokes(Certified.of(Keys.P384.publicKey()).serial(150).by(Keys.ED25519)));
    Javadoc.assertSameAs("RevocationListBuilder", "RevocationListBuilderTest");
  }

  @Test
  void aSpecMayBeAnotherList() throws Exception {
    byte[] other = new RevocationListBuilder().revoke(Keys.P521.publicKey()).toBytes(NOW);
    RevocationListBuilder builder = new RevocationListBuilder();
    RevocationSpec.read(other, Optional.empty(), builder);
    assertTrue(listOf(builder).revokes(Keys.P521.publicKey()));
    assertThrows(
        dev.aikagi.MalformedException.class,
        () ->
            RevocationSpec.read(
                "SSHKRL\n\0\0\0\0\2".getBytes(StandardCharsets.US_ASCII),
                Optional.empty(),
                builder));
  }
}
