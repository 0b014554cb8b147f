package dev.aikagi.crypto;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.HexFormat;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Both libraries, with the vectors of RFC 7748 and RFC 8032, and beside each other. */
class Curve25519Test {
  private static final HexFormat HEX = HexFormat.of();
  private static final Curve25519 JDK = new JdkCurve25519();
  private static final Curve25519 BOUNCY = new BouncyCurve25519();

  static Stream<Curve25519> both() {
    return Stream.of(JDK, BOUNCY);
  }

  /** RFC 7748 section 5.2, the second with a set top bit. */
  @ParameterizedTest
  @MethodSource("both")
  void x25519(Curve25519 curve) {
    assertEquals(
        "c3da55379de9c6908e94ea4df28d084f32eccf03491c71f754b4075577a28552",
        product(
            curve,
            "a546e36bf0527c9d3b16154b82465edd62144c0ac1fc5a18506a2244ba449ac4",
            "e6db6867583030db3594c1a424b15f7c726624ec26b3353b10a903a6d0ab1c4c"));
    assertEquals(
        "95cbde9476e8907d7aade45cb4b873f88b595a68799fa152e6f8f7647aac7957",
        product(
            curve,
            "4b66e9d4d1b4673c5ad22691957d6af5c11b6421e0ea01d42ca4169e7918ba0d",
            "e5210f12786811d3f4b7959d0538ae2c31dbe7106fc03c3efc4cd549c715a493"));
  }

  /** Section 6.1. */
  @ParameterizedTest
  @MethodSource("both")
  void x25519OfTheBase(Curve25519 curve) {
    assertEquals(
        "8520f0098930a754748b7ddcb43ef75a0dbf3a0d26381af4eba4a98eaa9b4e6a",
        HEX.formatHex(
            curve.x25519Base(
                HEX.parseHex("77076d0a7318a57d3c16c17251b26645df4c2f87ebc0992ab177fba51db92c2a"))));
  }

  @ParameterizedTest
  @MethodSource("both")
  void aPointOfSmallOrderGivesZero(Curve25519 curve) {
    byte[] scalar = new byte[32];
    new Random(1).nextBytes(scalar);
    byte[] one = new byte[32];
    one[0] = 1;
    assertArrayEquals(new byte[32], curve.x25519(scalar, one));
    assertArrayEquals(new byte[32], curve.x25519(scalar, new byte[32]));
  }

  private static String product(Curve25519 curve, String scalar, String u) {
    return HEX.formatHex(curve.x25519(HEX.parseHex(scalar), HEX.parseHex(u)));
  }

  /** RFC 8032 section 7.1, tests 1 to 3. */
  @ParameterizedTest
  @MethodSource("both")
  void ed25519(Curve25519 curve) {
    check(
        curve,
        "9d61b19deffd5a60ba844af492ec2cc44449c5697b326919703bac031cae7f60",
        "d75a980182b10ab7d54bfed3c964073a0ee172f3daa62325af021a68f707511a",
        "",
        "e5564300c360ac729086e2cc806e828a84877f1eb8e5d974d873e065224901555fb8821590a33bacc61e39701cf9b46b"
            + "d25bf5f0595bbe24655141438e7a100b");
    check(
        curve,
        "4ccd089b28ff96da9db6c346ec114e0f5b8a319f35aba624da8cf6ed4fb8a6fb",
        "3d4017c3e843895a92b70aa74d1b7ebc9c982ccf2ec4968cc0cd55f12af4660c",
        "72",
        "92a009a9f0d4cab8720e820b5f642540a2b27b5416503f8fb3762223ebdb69da085ac1e43e15996e458f3613d0f11d8c"
            + "387b2eaeb4302aeeb00d291612bb0c00");
    check(
        curve,
        "c5aa8df43f9f837bedb7442f31dcb7b166d38535076f094b85ce3a2e0b4458f7",
        "fc51cd8e6218a1a38da47ed00230f0580816ed13ba3303ac5deb911548908025",
        "af82",
        "6291d657deec24024827e69c3abe01a30ce548a284743a445e3680d7db5ac3ac18ff9b538d16f290ae67f760984dc659"
            + "4a7c15e9716ed28dc027beceea1ec40a");
  }

  private static void check(
      Curve25519 curve, String seed, String point, String data, String signature) {
    byte[] s = HEX.parseHex(seed);
    byte[] p = HEX.parseHex(point);
    byte[] d = HEX.parseHex(data);
    byte[] made = curve.ed25519Sign(s, p, d);
    assertEquals(point, HEX.formatHex(curve.ed25519PublicKey(s)));
    assertEquals(signature, HEX.formatHex(made));
    assertTrue(curve.ed25519Verify(p, d, made));
    for (int i = 0; i < 64; i += 9) {
      byte[] other = made.clone();
      other[i] ^= 1;
      assertFalse(curve.ed25519Verify(p, d, other));
    }
    assertFalse(curve.ed25519Verify(p, new byte[] {1, 2, 3}, made));
    assertFalse(curve.ed25519Verify(p, d, new byte[63]));
    assertFalse(curve.ed25519Verify(p, d, new byte[0]));
  }

  /** Not every 32 bytes are a point. */
  @ParameterizedTest
  @MethodSource("both")
  void whatIsNoPointVerifiesNothing(Curve25519 curve) {
    byte[] none = new byte[32];
    none[0] = 2;
    assertFalse(curve.ed25519Verify(none, new byte[1], new byte[64]));
  }

  @RepeatedTest(20)
  void bothGiveTheSame() {
    Random random = new Random();
    byte[] seed = new byte[32];
    byte[] u = new byte[32];
    byte[] data = new byte[random.nextInt(200)];
    random.nextBytes(seed);
    random.nextBytes(u);
    random.nextBytes(data);
    assertArrayEquals(JDK.x25519Base(seed), BOUNCY.x25519Base(seed));
    assertArrayEquals(JDK.x25519(seed, u), BOUNCY.x25519(seed, u));
    byte[] point = JDK.ed25519PublicKey(seed);
    assertArrayEquals(point, BOUNCY.ed25519PublicKey(seed));
    byte[] signature = JDK.ed25519Sign(seed, point, data);
    assertArrayEquals(signature, BOUNCY.ed25519Sign(seed, point, data));
    assertTrue(BOUNCY.ed25519Verify(point, data, signature));
    assertTrue(JDK.ed25519Verify(point, data, signature));
  }
}
