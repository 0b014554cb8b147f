package dev.aikagi.key;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.aikagi.Bytes;
import dev.aikagi.SecretBytes;
import dev.aikagi.wire.WireReader;
import dev.aikagi.wire.WireWriter;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

class VerificationTest {
  private static final byte[] DATA = "sample".getBytes(StandardCharsets.UTF_8);

  private static byte[] hex(String text) {
    return HexFormat.of().parseHex(text.toLowerCase(java.util.Locale.ROOT));
  }

  private static Bytes signature(SignatureAlgorithm algorithm, byte[] raw) {
    return new WireWriter().writeUtf8(algorithm.wireName()).writeString(raw).toBytes();
  }

  private static byte[] raw(Bytes signature) throws Exception {
    WireReader in = new WireReader(signature);
    in.readName();
    return in.readString();
  }

  @Test
  @Tag("C4")
  void everyKeyVerifiesWithItsOwnAlgorithmsOnly() throws Exception {
    for (PrivateKey signer : Keys.ALL) {
      for (SignatureAlgorithm made : signer.algorithms()) {
        Bytes signature = signer.sign(made, DATA);
        for (PrivateKey verifier : Keys.ALL) {
          for (SignatureAlgorithm asked : SignatureAlgorithm.SUPPORTED) {
            boolean expected = signer == verifier && made == asked;
            assertEquals(
                expected,
                verifier.publicKey().verify(asked, DATA, signature),
                () -> signer.type() + " " + made + " " + verifier.type() + " " + asked);
          }
        }
      }
    }
  }

  @Test
  @Tag("C4")
  void aSignatureIsBoundToEachOfItsBytesAndToNoOther() throws Exception {
    for (PrivateKey key : Keys.ALL) {
      SignatureAlgorithm algorithm = key.algorithms().getFirst();
      byte[] whole = key.sign(algorithm, DATA).toArray();
      assertFalse(key.publicKey().verify(algorithm, new byte[] {1}, Bytes.of(whole)));
      assertFalse(
          key.publicKey()
              .verify(algorithm, DATA, Bytes.of(Arrays.copyOf(whole, whole.length + 1))));
      for (int i = 0; i < whole.length; i++) {
        byte[] changed = whole.clone();
        changed[i] ^= 1;
        assertFalse(key.publicKey().verify(algorithm, DATA, Bytes.of(changed)), "byte " + i);
        assertFalse(key.publicKey().verify(algorithm, DATA, Bytes.of(Arrays.copyOf(whole, i))));
      }
    }
  }

  @Test
  @Tag("C4")
  void theInnerNameMustBeTheAlgorithmAskedFor() throws Exception {
    Bytes made = Keys.RSA.sign(SignatureAlgorithm.RSA_SHA2_256, DATA);
    byte[] raw = raw(made);
    PublicKey key = Keys.RSA.publicKey();
    assertTrue(key.verify(SignatureAlgorithm.RSA_SHA2_256, DATA, made));
    // The right signature under a wrong name: SHA-1 would come back this way.
    assertFalse(
        key.verify(
            SignatureAlgorithm.RSA_SHA2_256, DATA, signature(SignatureAlgorithm.SSH_RSA, raw)));
  }

  @Test
  @Tag("C4")
  void anEcdsaSignatureHasCanonicalNumbersInRange() throws Exception {
    SignatureAlgorithm algorithm = SignatureAlgorithm.ECDSA_SHA2_NISTP256;
    byte[] raw = raw(Keys.P256.sign(algorithm, DATA));
    WireReader in = new WireReader(raw);
    BigInteger r = in.readMpint();
    BigInteger s = in.readMpint();
    BigInteger n = NistCurve.NISTP256.spec().getOrder();
    PublicKey key = Keys.P256.publicKey();
    assertTrue(key.verify(algorithm, DATA, signature(algorithm, pair(r, s))));
    for (BigInteger bad : new BigInteger[] {BigInteger.ZERO, n, s.negate(), s.add(n)}) {
      assertFalse(key.verify(algorithm, DATA, signature(algorithm, pair(r, bad))));
      assertFalse(key.verify(algorithm, DATA, signature(algorithm, pair(bad, s))));
    }
    byte[] padded = new byte[40];
    System.arraycopy(NistCurve.fixed(s, 32), 0, padded, 8, 32);
    byte[] loose = new WireWriter().writeMpint(r).writeString(padded).toArray();
    assertFalse(key.verify(algorithm, DATA, signature(algorithm, loose)));
    byte[] trailing = Arrays.copyOf(raw, raw.length + 1);
    assertFalse(key.verify(algorithm, DATA, signature(algorithm, trailing)));
  }

  private static byte[] pair(BigInteger r, BigInteger s) {
    return new WireWriter().writeMpint(r).writeMpint(s).toArray();
  }

  @Test
  @Tag("C4")
  void anEd25519ScalarOfLOrMoreIsRefused() throws Exception {
    SignatureAlgorithm algorithm = SignatureAlgorithm.SSH_ED25519;
    byte[] raw = raw(Keys.ED25519.sign(algorithm, DATA));
    BigInteger s = Ed25519Points.littleEndian(raw, 32).add(Ed25519Points.L);
    byte[] big = NistCurve.fixed(s, 32);
    for (int i = 0; i < 32; i++) {
      raw[32 + i] = big[31 - i];
    }
    assertFalse(Keys.ED25519.publicKey().verify(algorithm, DATA, signature(algorithm, raw)));
  }

  /** With A and R of small order and S = 0, "valid" signatures need no private key. */
  @Test
  @Tag("C4")
  void anEd25519PointOfSmallOrderVerifiesNothing() {
    SignatureAlgorithm algorithm = SignatureAlgorithm.SSH_ED25519;
    for (BigInteger a : Ed25519Points.SMALL_ORDER) {
      for (BigInteger r : Ed25519Points.SMALL_ORDER) {
        for (int signs = 0; signs < 4; signs++) {
          byte[] raw = Arrays.copyOf(point(r, (signs & 1) != 0), 64);
          PublicKey key = new Ed25519PublicKey(Bytes.of(point(a, (signs & 2) != 0)));
          assertFalse(key.verify(algorithm, DATA, signature(algorithm, raw)));
        }
      }
    }
  }

  private static byte[] point(BigInteger y, boolean xOdd) {
    byte[] big = NistCurve.fixed(y, 32);
    byte[] out = new byte[32];
    for (int i = 0; i < 32; i++) {
      out[i] = big[31 - i];
    }
    out[31] |= (byte) (xOdd ? 0x80 : 0);
    return out;
  }

  /** The points of order 8 satisfy dy^4 + 2y^2 - 1 = 0: doubling them gives y = 0. */
  @Test
  void theListOfSmallOrderPointsIsRight() {
    BigInteger p = Ed25519Points.P;
    BigInteger d =
        BigInteger.valueOf(-121665).multiply(BigInteger.valueOf(121666).modInverse(p)).mod(p);
    int ofOrder8 = 0;
    for (BigInteger y : Ed25519Points.SMALL_ORDER) {
      BigInteger square = y.multiply(y).mod(p);
      BigInteger v =
          d.multiply(square).multiply(square).add(square.shiftLeft(1)).subtract(BigInteger.ONE);
      ofOrder8 += v.mod(p).signum() == 0 ? 1 : 0;
    }
    assertEquals(2, ofOrder8);
  }

  /** RFC 8032 section 7.1, test 2. */
  @Test
  void ed25519Vector() throws Exception {
    PrivateKey key =
        Ed25519PrivateKey.ofSeed(
            SecretBytes.taking(
                hex("4ccd089b28ff96da9db6c346ec114e0f5b8a319f35aba624da8cf6ed4fb8a6fb")));
    assertEquals(
        new Ed25519PublicKey(
            Bytes.of(hex("3d4017c3e843895a92b70aa74d1b7ebc9c982ccf2ec4968cc0cd55f12af4660c"))),
        key.publicKey());
    assertEquals(
        signature(
            SignatureAlgorithm.SSH_ED25519,
            hex(
                "92a009a9f0d4cab8720e820b5f642540a2b27b5416503f8fb3762223ebdb69da"
                    + "085ac1e43e15996e458f3613d0f11d8c387b2eaeb4302aeeb00d291612bb0c00")),
        key.sign(SignatureAlgorithm.SSH_ED25519, new byte[] {0x72}));
  }

  /** RFC 6979 section A.2.5, SHA-256, message "sample". */
  @Test
  void ecdsaVector() throws Exception {
    String x = "60FED4BA255A9D31C961EB74C6356D68C049B8923B61FA6CE669622E60F29FB6";
    String y = "7903FE1008B8BC99A41AE9E95628BC64F2F1B20C2D7E9F5177A3C294D4462299";
    String secret = "C9AFA9D845BA75166B5C215767B1D6934E50C3DB36E89B127B8A622B120F6721";
    String r = "EFD48B2AACB6A8FD1140DD9CD45E81D69D2C877B56AAF991C34D0EA84EAF3716";
    String s = "F7CB1C942D657C41D436C7A1B6E29F65F3E900DBB9AFF4064DC4AB2F843ACDA8";
    PrivateKey key = KeyParts.ecdsa(KeyType.ECDSA_SHA2_NISTP256, new BigInteger(secret, 16), null);
    assertEquals(
        new EcdsaPublicKey(KeyType.ECDSA_SHA2_NISTP256, Bytes.of(hex("04" + x + y))),
        key.publicKey());
    SignatureAlgorithm algorithm = SignatureAlgorithm.ECDSA_SHA2_NISTP256;
    byte[] raw = pair(new BigInteger(r, 16), new BigInteger(s, 16));
    assertTrue(key.publicKey().verify(algorithm, DATA, signature(algorithm, raw)));
  }

  @Test
  @Tag("C2")
  void anRsaKeyBelowTheRequiredSizeNeitherSignsNorVerifies() throws Exception {
    PrivateKey small = KeyGenerator.rsa(1024);
    SignatureAlgorithm algorithm = SignatureAlgorithm.RSA_SHA2_256;
    KeyRefusedException refused =
        assertThrows(KeyRefusedException.class, () -> small.sign(algorithm, DATA, 2048));
    assertEquals(new KeyRefusal.RsaTooShort(1024, 2048), refused.reason());
    // What is required is the caller's to say; a key that was read signs.
    Bytes signature = small.sign(algorithm, DATA);
    assertFalse(small.publicKey().verify(algorithm, DATA, signature));
    assertTrue(small.publicKey().verify(algorithm, DATA, signature, 1024));
  }

  /** RFC 8332 section 3: a signer may have left out leading zeros. */
  @Test
  void anRsaSignatureWithoutItsLeadingZerosVerifies() throws Exception {
    SignatureAlgorithm algorithm = SignatureAlgorithm.RSA_SHA2_256;
    for (int i = 0; ; i++) {
      byte[] data = {(byte) (i >> 8), (byte) i};
      byte[] raw = raw(Keys.RSA.sign(algorithm, data));
      if (raw[0] == 0) {
        byte[] shorter = Arrays.copyOfRange(raw, 1, raw.length);
        assertTrue(Keys.RSA.publicKey().verify(algorithm, data, signature(algorithm, shorter)));
        byte[] longer = new byte[raw.length + 1];
        System.arraycopy(raw, 0, longer, 1, raw.length);
        assertFalse(Keys.RSA.publicKey().verify(algorithm, data, signature(algorithm, longer)));
        return;
      }
    }
  }

  /** A faulty signature betrays the key, so none leaves that the public half does not verify. */
  @Test
  @Tag("C3")
  void aSignatureIsVerifiedBeforeItIsHandedOut() {
    Ed25519PublicKey foreign = (Ed25519PublicKey) KeyGenerator.ed25519().publicKey();
    PrivateKey faulty =
        Ed25519PrivateKey.unchecked(
            SecretBytes.copyOf(((Ed25519PrivateKey) Keys.ED25519).seed().expose()), foreign);
    KeyRefusedException refused =
        assertThrows(
            KeyRefusedException.class, () -> faulty.sign(SignatureAlgorithm.SSH_ED25519, DATA));
    assertInstanceOf(KeyRefusal.FaultySignature.class, refused.reason());
  }

  @Test
  void aKeyRefusesAnAlgorithmOfAnotherType() {
    KeyRefusedException refused =
        assertThrows(
            KeyRefusedException.class,
            () -> Keys.ED25519.sign(SignatureAlgorithm.RSA_SHA2_256, DATA));
    assertInstanceOf(KeyRefusal.WrongAlgorithm.class, refused.reason());
  }

  /**
   * PuTTY's P-521 nonces had nine zero bits at the top, which gave the key away after sixty
   * signatures (CVE-2024-31497). With the private key known, each nonce is computed back.
   */
  @Test
  @Tag("C3")
  void p521NoncesUseTheirTopBits() throws Exception {
    BigInteger n = NistCurve.NISTP521.spec().getOrder();
    BigInteger d = new BigInteger(1, ((EcdsaPrivateKey) Keys.P521).scalar().expose());
    BigInteger h =
        new BigInteger(1, java.security.MessageDigest.getInstance("SHA-512").digest(DATA));
    SignatureAlgorithm algorithm = SignatureAlgorithm.ECDSA_SHA2_NISTP521;
    int signatures = Integer.getInteger("p521.signatures", 10_000);
    int[] ones = new int[16];
    List<BigInteger> nonces =
        IntStream.range(0, signatures).parallel().mapToObj(i -> nonce(algorithm, n, d, h)).toList();
    for (BigInteger k : nonces) {
      for (int bit = 0; bit < ones.length; bit++) {
        ones[bit] += k.testBit(520 - bit) ? 1 : 0;
      }
    }
    for (int count : ones) {
      // Six standard deviations: one false alarm in 30 million runs.
      assertEquals(signatures / 2.0, count, 6 * Math.sqrt(signatures) / 2);
    }
  }

  /** What only the owner of the key can recover from a signature of this hash. */
  private static BigInteger nonce(
      SignatureAlgorithm algorithm, BigInteger n, BigInteger d, BigInteger h) {
    try {
      WireReader in = new WireReader(raw(Signing.unverified(Keys.P521, algorithm, DATA)));
      BigInteger r = in.readMpint();
      BigInteger s = in.readMpint();
      return s.modInverse(n).multiply(h.add(r.multiply(d))).mod(n);
    } catch (Exception e) {
      throw new AssertionError(e);
    }
  }
}
