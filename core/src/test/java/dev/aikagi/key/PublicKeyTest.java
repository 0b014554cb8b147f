package dev.aikagi.key;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.aikagi.Bytes;
import dev.aikagi.MalformedException;
import dev.aikagi.wire.WireWriter;
import java.io.ByteArrayOutputStream;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

class PublicKeyTest {
  private static void refused(Bytes blob) {
    assertThrows(MalformedException.class, () -> PublicKey.parse(blob));
  }

  private static Bytes rsa(BigInteger e, BigInteger n) {
    return new WireWriter().writeUtf8("ssh-rsa").writeMpint(e).writeMpint(n).toBytes();
  }

  @Test
  void everyKeyRoundTrips() throws Exception {
    for (PrivateKey key : Keys.ALL) {
      Bytes blob = key.publicKey().blob();
      assertEquals(key.publicKey(), PublicKey.parse(blob));
      assertEquals(Optional.of(key.type()), KeyType.ofBlob(blob));
    }
    var sk = new SkEd25519PublicKey(((Ed25519PublicKey) Keys.ED25519.publicKey()).point(), "ssh:");
    assertEquals(sk, PublicKey.parse(sk.blob()));
    var ecdsa = new SkEcdsaPublicKey(((EcdsaPublicKey) Keys.P256.publicKey()).point(), "ssh:x");
    assertEquals(ecdsa, PublicKey.parse(ecdsa.blob()));
  }

  @Test
  @Tag("C2")
  void everyTruncationAndEveryTrailingByteIsRefused() {
    for (PrivateKey key : Keys.ALL) {
      byte[] blob = key.publicKey().blob().toArray();
      refused(Bytes.of(Arrays.copyOf(blob, blob.length + 1)));
      for (int i = 0; i < blob.length; i++) {
        refused(Bytes.of(Arrays.copyOf(blob, i)));
      }
    }
  }

  @Test
  @Tag("C2")
  void rsaNumbersAreBounded() throws Exception {
    BigInteger three = BigInteger.valueOf(3);
    BigInteger one = BigInteger.ONE;
    BigInteger n1024 = one.shiftLeft(1023).setBit(0);
    assertEquals(1024, PublicKey.parse(rsa(three, n1024)).bits());
    BigInteger n16384 = one.shiftLeft(16383).setBit(0);
    assertEquals(16384, PublicKey.parse(rsa(three, n16384)).bits());
    refused(rsa(three, one.shiftLeft(1022).setBit(0)));
    refused(rsa(three, one.shiftLeft(16384).setBit(0)));
    refused(rsa(three, one.shiftLeft(1023)));
    refused(rsa(three, n1024.negate()));
    for (int e : new int[] {-3, 0, 1, 2, 4, 65536}) {
      refused(rsa(BigInteger.valueOf(e), n1024));
    }
    refused(rsa(one.shiftLeft(256).setBit(0), n1024));
  }

  @Test
  @Tag("C2")
  void numbersHaveOneForm() {
    RsaPublicKey key = (RsaPublicKey) Keys.RSA.publicKey();
    byte[] n = key.modulus().toByteArray();
    byte[] padded = new byte[n.length + 1];
    System.arraycopy(n, 0, padded, 1, n.length);
    refused(
        new WireWriter()
            .writeUtf8("ssh-rsa")
            .writeMpint(key.publicExponent())
            .writeString(padded)
            .toBytes());
  }

  @Test
  @Tag("C2")
  void ed25519KeysHave32Bytes() {
    for (int length : new int[] {0, 31, 33, 64}) {
      refused(new WireWriter().writeUtf8("ssh-ed25519").writeString(new byte[length]).toBytes());
      refused(
          new WireWriter()
              .writeUtf8("sk-ssh-ed25519@openssh.com")
              .writeString(new byte[length])
              .writeUtf8("ssh:")
              .toBytes());
    }
  }

  @Test
  @Tag("C2")
  void ecdsaPointsLieOnTheCurveThatIsNamedTwice() {
    byte[] point = ((EcdsaPublicKey) Keys.P256.publicKey()).point().toArray();
    refused(ecdsa("nistp384", point));
    byte[] off = point.clone();
    off[64] ^= 1;
    refused(ecdsa("nistp256", off));
    byte[] compressed = Arrays.copyOf(point, 33);
    compressed[0] = (byte) (2 | (point[64] & 1));
    refused(ecdsa("nistp256", compressed));
    byte[] infinity = {0};
    refused(ecdsa("nistp256", infinity));
    byte[] unreduced = point.clone();
    Arrays.fill(unreduced, 1, 33, (byte) 0xff);
    refused(ecdsa("nistp256", unreduced));
  }

  private static Bytes ecdsa(String curve, byte[] point) {
    return new WireWriter()
        .writeUtf8("ecdsa-sha2-nistp256")
        .writeUtf8(curve)
        .writeString(point)
        .toBytes();
  }

  @Test
  @Tag("C2")
  void dsaNumbersLieInTheirGroup() {
    DsaPublicKey key = (DsaPublicKey) Keys.DSA.publicKey();
    BigInteger minusOne = key.p().subtract(BigInteger.ONE);
    refused(new DsaPublicKey(key.p(), key.q(), key.g(), BigInteger.ONE).blob());
    refused(new DsaPublicKey(key.p(), key.q(), key.g(), minusOne).blob());
    refused(new DsaPublicKey(key.p(), key.q(), BigInteger.TWO, key.y()).blob());
    refused(new DsaPublicKey(key.p(), key.q().add(BigInteger.TWO), key.g(), key.y()).blob());
    // Twice q divides p-1 as well, and all numbers of the one group are in the other.
    refused(new DsaPublicKey(key.p(), key.q().shiftLeft(1), key.g(), key.y()).blob());
    refused(
        new DsaPublicKey(BigInteger.ONE.shiftLeft(4096).setBit(0), key.q(), key.g(), key.y())
            .blob());
  }

  /** The allow-list is asked with this before a number of the blob is looked at. */
  @Test
  @Tag("C2")
  void theTypeIsKnownWithoutParsing() throws Exception {
    Bytes garbage = new WireWriter().writeUtf8("ssh-rsa").writeRaw(new byte[9]).toBytes();
    assertEquals(Optional.of(KeyType.SSH_RSA), KeyType.ofBlob(garbage));
    Bytes unknown = new WireWriter().writeUtf8("ssh-foo").toBytes();
    assertEquals(Optional.empty(), KeyType.ofBlob(unknown));
    refused(unknown);
  }

  @Test
  void certificatesAreKnownByNameAndNotParsed() {
    KeyType type = KeyType.named("ssh-rsa-cert-v01@openssh.com").orElseThrow();
    assertTrue(type.certificate());
    assertEquals(KeyType.SSH_RSA, type.plain());
    refused(new WireWriter().writeUtf8(type.wireName()).writeRaw(new byte[40]).toBytes());
  }

  @Test
  void insecureAlgorithmsAreNotAmongTheDefaults() {
    for (SignatureAlgorithm a : SignatureAlgorithm.SUPPORTED) {
      assertEquals(!a.insecure(), SignatureAlgorithm.DEFAULT.contains(a), a.wireName());
    }
  }

  /** x + p names the point of x again, where it fits into the field's bytes. */
  @Test
  @Tag("C2")
  void aCoordinateIsReduced() throws Exception {
    NistCurve curve = NistCurve.NISTP256;
    BigInteger p = ((java.security.spec.ECFieldFp) curve.spec().getCurve().getField()).getP();
    BigInteger x = BigInteger.valueOf(5);
    var points = curve.pointsAt(x);
    assertEquals(2, points.length);
    byte[] good = curve.encode(points[0]);
    curve.decode(good);
    byte[] bad = good.clone();
    System.arraycopy(NistCurve.fixed(x.add(p), 32), 0, bad, 1, 32);
    refused(ecdsa("nistp256", bad));
  }

  @Test
  @Tag("C2")
  void aDsaPrimeHasItsSize() throws Exception {
    DsaPublicKey key = (DsaPublicKey) Keys.DSA.publicKey();
    BigInteger q = key.q();
    // As sound as any, and too small.
    BigInteger k = BigInteger.ONE.shiftLeft(352);
    BigInteger p = k.multiply(q).add(BigInteger.ONE);
    while (!p.isProbablePrime(40)) {
      k = k.add(BigInteger.TWO);
      p = k.multiply(q).add(BigInteger.ONE);
    }
    BigInteger g = BigInteger.TWO.modPow(k, p);
    refused(new DsaPublicKey(p, q, g, g.modPow(BigInteger.TEN, p)).blob());
  }

  /** A clear private key does not become a String, which nobody can wipe, in search of lines. */
  @Test
  @Tag("C7")
  void aPrivateKeyIsNotSearchedForPublicOnes() throws Exception {
    String line = Keys.ED25519.publicKey().line() + "\n";
    assertEquals(
        Keys.ED25519.publicKey(),
        PublicKeyFile.read(line.getBytes(StandardCharsets.US_ASCII)).key());
    for (String name : List.of("ed25519", "rsa-PEM", "rsa-PKCS8", "ed25519.v3.ppk")) {
      ByteArrayOutputStream both = new ByteArrayOutputStream();
      both.writeBytes(PrivateKeyFileTest.file(name));
      both.writeBytes(line.getBytes(StandardCharsets.US_ASCII));
      KeyFileException e =
          assertThrows(KeyFileException.class, () -> PublicKeyFile.read(both.toByteArray()));
      assertEquals(new KeyFileRefusal.NotAKeyFile(), e.reason(), name);
    }
  }
}
