package dev.aikagi.crypto;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.aikagi.DisconnectException;
import java.security.SecureRandom;
import java.util.Arrays;
import java.util.Random;
import org.bouncycastle.crypto.AsymmetricCipherKeyPair;
import org.bouncycastle.crypto.SecretWithEncapsulation;
import org.bouncycastle.pqc.crypto.ntruprime.SNTRUPrimeKEMExtractor;
import org.bouncycastle.pqc.crypto.ntruprime.SNTRUPrimeKEMGenerator;
import org.bouncycastle.pqc.crypto.ntruprime.SNTRUPrimeKeyGenerationParameters;
import org.bouncycastle.pqc.crypto.ntruprime.SNTRUPrimeKeyPairGenerator;
import org.bouncycastle.pqc.crypto.ntruprime.SNTRUPrimeParameters;
import org.bouncycastle.pqc.crypto.ntruprime.SNTRUPrimePrivateKeyParameters;
import org.bouncycastle.pqc.crypto.ntruprime.SNTRUPrimePublicKeyParameters;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

class Sntrup761Test {
  private static final SNTRUPrimeParameters PARAMETERS = SNTRUPrimeParameters.sntrup761;

  @RepeatedTest(10)
  void bothSidesAgree() throws Exception {
    try (Sntrup761 ours = Sntrup761.generate();
        Encapsulation made = Sntrup761.encapsulate(ours.publicValue())) {
      assertEquals(Sntrup761.PUBLIC_KEY_LENGTH, ours.publicValue().length);
      assertEquals(Sntrup761.CIPHERTEXT_LENGTH, made.ciphertext().length);
      assertEquals(Sntrup761.SECRET_LENGTH, made.secret().length());
      assertArrayEquals(made.secret().expose(), ours.decapsulate(made.ciphertext()).expose());
    }
  }

  /** Bouncy Castle's implementation, which its own tests hold against the reference's vectors. */
  @RepeatedTest(3)
  void bouncyCastleOpensWhatWeSeal() throws Exception {
    AsymmetricCipherKeyPair pair = theirPair();
    byte[] publicKey = ((SNTRUPrimePublicKeyParameters) pair.getPublic()).getEncoded();
    try (Encapsulation made = Sntrup761.encapsulate(publicKey)) {
      byte[] secret =
          new SNTRUPrimeKEMExtractor((SNTRUPrimePrivateKeyParameters) pair.getPrivate())
              .extractSecret(made.ciphertext());
      assertArrayEquals(secret, made.secret().expose());
    }
  }

  @RepeatedTest(3)
  void weOpenWhatBouncyCastleSeals() throws Exception {
    try (Sntrup761 ours = Sntrup761.generate()) {
      SecretWithEncapsulation made =
          new SNTRUPrimeKEMGenerator(new SecureRandom())
              .generateEncapsulated(
                  new SNTRUPrimePublicKeyParameters(PARAMETERS, ours.publicValue()));
      assertArrayEquals(made.getSecret(), ours.decapsulate(made.getEncapsulation()).expose());
    }
  }

  /**
   * Forged ciphertexts, too, must give what the reference gives: the same hash of its own value.
   */
  @Test
  void forgeriesAreRejectedAsByBouncyCastle() throws Exception {
    AsymmetricCipherKeyPair pair = theirPair();
    SNTRUPrimePrivateKeyParameters theirs = (SNTRUPrimePrivateKeyParameters) pair.getPrivate();
    try (Sntrup761 same = Sntrup761.of(theirs.getEncoded());
        Encapsulation made = Sntrup761.encapsulate(same.publicValue())) {
      SNTRUPrimeKEMExtractor extractor = new SNTRUPrimeKEMExtractor(theirs);
      for (int at : new int[] {0, 500, 1006, 1007, 1038}) {
        byte[] forged = made.ciphertext();
        forged[at] ^= 1;
        byte[] secret = same.decapsulate(forged).expose();
        assertFalse(Arrays.equals(made.secret().expose(), secret));
        assertArrayEquals(extractor.extractSecret(forged), secret);
      }
      byte[] garbage = new byte[Sntrup761.CIPHERTEXT_LENGTH];
      Arrays.fill(garbage, (byte) 0xff);
      assertArrayEquals(extractor.extractSecret(garbage), same.decapsulate(garbage).expose());
    }
  }

  @Test
  @Tag("C1")
  void refusesOtherLengths() {
    try (Sntrup761 ours = Sntrup761.generate()) {
      for (int by : new int[] {-1, 1}) {
        byte[] key = Arrays.copyOf(ours.publicValue(), Sntrup761.PUBLIC_KEY_LENGTH + by);
        assertThrows(DisconnectException.class, () -> Sntrup761.encapsulate(key));
        byte[] ciphertext = new byte[Sntrup761.CIPHERTEXT_LENGTH + by];
        assertThrows(DisconnectException.class, () -> ours.decapsulate(ciphertext));
      }
      assertThrows(DisconnectException.class, () -> Sntrup761.encapsulate(new byte[0]));
    }
  }

  @Test
  void freezeReachesTheNearestRepresentative() {
    int limit = 2 * SntrupRing.Q12 * SntrupRing.Q12;
    for (int x = -limit; x <= limit; x += x % 5 == 0 ? 1 : 17) {
      int frozen = SntrupRing.freezeQ(x);
      assertTrue(Math.abs(frozen) <= SntrupRing.Q12 && (x - frozen) % SntrupRing.Q == 0);
    }
    for (int x = -10000; x <= 10000; x++) {
      int frozen = SntrupRing.freeze3(x);
      assertTrue(Math.abs(frozen) <= 1 && (x - frozen) % 3 == 0);
    }
  }

  @Test
  void sortSorts() {
    Random random = new Random(3);
    for (int length : new int[] {1, 2, 3, 17, 761}) {
      int[] x = random.ints(length).toArray();
      int[] sorted = x.clone();
      Arrays.sort(sorted);
      Sntrup761.sort(x);
      assertArrayEquals(sorted, x);
    }
  }

  private static AsymmetricCipherKeyPair theirPair() {
    SNTRUPrimeKeyPairGenerator generator = new SNTRUPrimeKeyPairGenerator();
    generator.init(new SNTRUPrimeKeyGenerationParameters(new SecureRandom(), PARAMETERS));
    return generator.generateKeyPair();
  }
}
