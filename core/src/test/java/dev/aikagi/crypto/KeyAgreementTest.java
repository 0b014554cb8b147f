package dev.aikagi.crypto;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertDoesNotThrow;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.aikagi.DisconnectException;
import dev.aikagi.DisconnectReason;
import dev.aikagi.SecretBytes;
import java.math.BigInteger;
import java.security.spec.ECPoint;
import java.util.Arrays;
import java.util.HexFormat;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.function.Executable;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

@Tag("C1")
class KeyAgreementTest {
  private static final HexFormat HEX = HexFormat.of();

  @Test
  void x25519BothSidesAgree() throws Exception {
    for (int i = 0; i < 20; i++) {
      X25519 ours = X25519.generate();
      X25519 theirs = X25519.generate();
      assertEquals(X25519.LENGTH, ours.publicValue().length);
      assertArrayEquals(
          ours.agree(theirs.publicValue()).expose(), theirs.agree(ours.publicValue()).expose());
    }
  }

  /** RFC 7748 section 5: a set top bit changes nothing. */
  @Test
  void x25519IgnoresTheTopBit() throws Exception {
    X25519 ours = X25519.generate();
    byte[] peer = X25519.generate().publicValue();
    byte[] withBit = peer.clone();
    withBit[31] |= (byte) 0x80;
    assertArrayEquals(ours.agree(peer).expose(), ours.agree(withBit).expose());
  }

  /** All points of small order on the curve and its twist, in canonical form and not. */
  @ParameterizedTest
  @ValueSource(
      strings = {
        "0000000000000000000000000000000000000000000000000000000000000000",
        "0100000000000000000000000000000000000000000000000000000000000000",
        "e0eb7a7c3b41b8ae1656e3faf19fc46ada098deb9c32b1fd866205165f49b800",
        "5f9c95bca3508c24b1d0b1559c83ef5b04445cc4581c8e86d8224eddd09f1157",
        "ecffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff7f",
        "edffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff7f",
        "eeffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff7f",
        "0000000000000000000000000000000000000000000000000000000000000080",
        "edffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff",
      })
  void x25519RefusesSmallOrder(String point) {
    refused(() -> X25519.generate().agree(HEX.parseHex(point)));
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 1, 31, 33, 64})
  void x25519RefusesOtherLengths(int length) {
    refused(() -> X25519.generate().agree(filled(length)));
  }

  @ParameterizedTest
  @EnumSource
  void ecdhBothSidesAgree(EcdhGroup group) throws Exception {
    for (int i = 0; i < 5; i++) {
      EcdhGroup.KeyAgreementKey ours = group.generate();
      EcdhGroup.KeyAgreementKey theirs = group.generate();
      byte[] secret = ours.agree(theirs.publicValue()).expose();
      assertEquals(group.fieldLength(), secret.length);
      assertArrayEquals(secret, theirs.agree(ours.publicValue()).expose());
    }
  }

  @ParameterizedTest
  @EnumSource
  void ecdhRefusesWhatIsNoPoint(EcdhGroup group) throws Exception {
    EcdhGroup.KeyAgreementKey ours = group.generate();
    byte[] good = group.generate().publicValue();
    refused(() -> ours.agree(new byte[0]));
    refused(() -> ours.agree(new byte[1]));
    refused(() -> ours.agree(new byte[good.length]));
    refused(() -> ours.agree(Arrays.copyOf(good, good.length - 1)));
    refused(() -> ours.agree(Arrays.copyOf(good, good.length + 1)));
    for (int form : new int[] {0, 2, 3, 5, 6, 7}) {
      byte[] other = good.clone();
      other[0] = (byte) form;
      refused(() -> ours.agree(other));
    }
    byte[] off = good.clone();
    off[good.length - 1] ^= 1;
    refused(() -> ours.agree(off));
    // Both zero is on none of the curves, and is how some libraries write the point at infinity.
    byte[] zero = new byte[good.length];
    zero[0] = 4;
    refused(() -> ours.agree(zero));
    byte[] large = filled(good.length);
    large[0] = 4;
    refused(() -> ours.agree(large));
  }

  /** x + p names the same point; only the reduced form is one. */
  @ParameterizedTest
  @EnumSource
  void ecdhRefusesCoordinatesBeyondTheField(EcdhGroup group) throws Exception {
    BigInteger p = ((java.security.spec.ECFieldFp) group.parameters().getCurve().getField()).getP();
    // A point with the smallest x that has one, so that x + p may fit into the field's bytes.
    BigInteger x = BigInteger.ZERO;
    while (true) {
      BigInteger square =
          x.multiply(x)
              .add(group.parameters().getCurve().getA())
              .multiply(x)
              .add(group.parameters().getCurve().getB())
              .mod(p);
      BigInteger y = square.modPow(p.add(BigInteger.ONE).shiftRight(2), p);
      if (y.multiply(y).mod(p).equals(square)) {
        byte[] good = group.encode(new ECPoint(x, y));
        assertDoesNotThrow(() -> group.decode(good));
        byte[] bad = group.encode(new ECPoint(x.add(p), y));
        refused(() -> group.decode(bad));
        return;
      }
      x = x.add(BigInteger.ONE);
    }
  }

  /** A pair that two exchanges had in common would open the secrets of both. */
  @Test
  void aPairThatWasMadeAheadIsGivenOutOnce() throws Exception {
    MlKem768.prepare();
    MlKem768 ahead = MlKem768.generate();
    MlKem768 next = MlKem768.generate();
    assertNotEquals(HEX.formatHex(ahead.publicValue()), HEX.formatHex(next.publicValue()));
    for (MlKem768 pair : new MlKem768[] {ahead, next}) {
      try (Encapsulation made = MlKem768.encapsulate(pair.publicValue());
          SecretBytes secret = pair.decapsulate(made.ciphertext())) {
        assertArrayEquals(made.secret().expose(), secret.expose());
      }
    }
  }

  @Test
  void mlKemBothSidesAgree() throws Exception {
    MlKem768 ours = MlKem768.generate();
    assertEquals(MlKem768.PUBLIC_KEY_LENGTH, ours.publicValue().length);
    try (Encapsulation made = MlKem768.encapsulate(ours.publicValue())) {
      assertEquals(MlKem768.CIPHERTEXT_LENGTH, made.ciphertext().length);
      assertEquals(MlKem768.SECRET_LENGTH, made.secret().length());
      assertArrayEquals(made.secret().expose(), ours.decapsulate(made.ciphertext()).expose());
    }
  }

  @Test
  void mlKemRefusesOtherLengthsAndUnreducedKeys() {
    MlKem768 ours = MlKem768.generate();
    for (int by : new int[] {-1, 1}) {
      refused(() -> MlKem768.encapsulate(Arrays.copyOf(ours.publicValue(), 1184 + by)));
      refused(() -> ours.decapsulate(new byte[1088 + by]));
    }
    refused(() -> MlKem768.encapsulate(new byte[0]));
    refused(() -> ours.decapsulate(new byte[0]));
    byte[] unreduced = ours.publicValue();
    unreduced[0] = (byte) 0xff;
    unreduced[1] |= 0x0f;
    refused(() -> MlKem768.encapsulate(unreduced));
  }

  /** FIPS 203 section 6.3: a forged ciphertext gives a secret that the forger does not know. */
  @Test
  void mlKemRejectsForgeriesImplicitly() throws Exception {
    MlKem768 ours = MlKem768.generate();
    try (Encapsulation made = MlKem768.encapsulate(ours.publicValue())) {
      byte[] forged = made.ciphertext();
      forged[5] ^= 1;
      assertNotEquals(
          HEX.formatHex(made.secret().expose()), HEX.formatHex(ours.decapsulate(forged).expose()));
    }
  }

  @Test
  void dhBothSidesAgree() throws Exception {
    for (DhGroup group : java.util.List.of(DhGroup.GROUP1, DhGroup.GROUP14, DhGroup.GROUP16)) {
      DhGroup.KeyAgreementKey ours = group.generate();
      DhGroup.KeyAgreementKey theirs = group.generate();
      assertArrayEquals(
          ours.agree(theirs.publicValue()).expose(), theirs.agree(ours.publicValue()).expose());
    }
  }

  @Test
  void dhRefusesTheEdges() throws Exception {
    BigInteger p = DhGroup.GROUP14.p();
    DhGroup.KeyAgreementKey ours = DhGroup.GROUP14.generate();
    for (BigInteger y :
        new BigInteger[] {
          BigInteger.ONE.negate(),
          BigInteger.ZERO,
          BigInteger.ONE,
          p.subtract(BigInteger.ONE),
          p,
          p.add(BigInteger.ONE),
          p.shiftLeft(1)
        }) {
      refused(() -> ours.agree(y));
    }
    assertDoesNotThrow(() -> ours.agree(BigInteger.TWO));
    assertDoesNotThrow(() -> ours.agree(p.subtract(BigInteger.TWO)));
  }

  /** RFC 3526 and RFC 2409 give the primes as 2^n - 2^(n-64) - 1 + 2^64 ([2^(n-130) pi] + k). */
  @ParameterizedTest
  @CsvSource({
    "1024,129093",
    "2048,124476",
    "3072,1690314",
    "4096,240904",
    "6144,929484",
    "8192,4743158"
  })
  void dhPrimesFollowTheirFormula(int bits, long k) {
    BigInteger one = BigInteger.ONE;
    BigInteger p =
        one.shiftLeft(bits)
            .subtract(one.shiftLeft(bits - 64))
            .subtract(one)
            .add(BcryptPbkdfTest.pi(bits - 130).add(BigInteger.valueOf(k)).shiftLeft(64));
    DhGroup group =
        bits == 1024
            ? DhGroup.GROUP1
            : DhGroup.SAFE.stream().filter(g -> g.bits() == bits).findFirst().orElseThrow();
    assertEquals(p, group.p());
    assertEquals(BigInteger.TWO, group.g());
  }

  @Test
  void dhRefusesGroupsThatAreNone() {
    BigInteger p = DhGroup.GROUP14.p();
    BigInteger g = BigInteger.TWO;
    assertDoesNotThrow(() -> DhGroup.chosenByPeer(p, g, 2048, 8192));
    refused(() -> DhGroup.chosenByPeer(p, g, 2049, 8192));
    refused(() -> DhGroup.chosenByPeer(p, g, 1024, 2047));
    refused(() -> DhGroup.chosenByPeer(p.subtract(BigInteger.ONE), g, 2048, 8192));
    refused(() -> DhGroup.chosenByPeer(p.negate(), g, 2048, 8192));
    for (BigInteger bad :
        new BigInteger[] {
          BigInteger.ZERO, BigInteger.ONE, p.subtract(BigInteger.ONE), p, g.negate()
        }) {
      refused(() -> DhGroup.chosenByPeer(p, bad, 2048, 8192));
    }
  }

  private static void refused(Executable agreement) {
    DisconnectException e = assertThrows(DisconnectException.class, agreement);
    assertEquals(DisconnectReason.KEY_EXCHANGE_FAILED, e.reason());
  }

  private static byte[] filled(int length) {
    byte[] out = new byte[length];
    Arrays.fill(out, (byte) 0xff);
    return out;
  }
}
