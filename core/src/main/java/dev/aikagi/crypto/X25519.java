package dev.aikagi.crypto;

import dev.aikagi.DisconnectException;
import dev.aikagi.SecretBytes;
import java.math.BigInteger;
import java.security.GeneralSecurityException;
import java.security.InvalidKeyException;
import java.security.KeyFactory;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.PrivateKey;
import java.security.PublicKey;
import java.security.interfaces.XECPublicKey;
import java.security.spec.NamedParameterSpec;
import java.security.spec.XECPublicKeySpec;
import java.util.Arrays;
import javax.crypto.KeyAgreement;

/** One side's X25519 key pair (RFC 7748), for one agreement. */
public final class X25519 implements EcdhKey {
  public static final int LENGTH = 32;

  private final PrivateKey privateKey;
  private final byte[] publicValue;

  private X25519(KeyPair pair) {
    privateKey = pair.getPrivate();
    publicValue = littleEndian(((XECPublicKey) pair.getPublic()).getU());
  }

  public static X25519 generate() {
    try {
      return new X25519(KeyPairGenerator.getInstance("X25519").generateKeyPair());
    } catch (GeneralSecurityException e) {
      throw KeyExchangeFailures.broken("X25519", e);
    }
  }

  /** The 32 bytes of u. */
  @Override
  public byte[] publicValue() {
    return publicValue.clone();
  }

  /**
   * The 32 bytes that both sides share.
   *
   * @throws DisconnectException for a value of another length, and for a point of small order,
   *     whose result is zero whatever our secret is (RFC 8731 section 3)
   */
  @Override
  public SecretBytes agree(byte[] peer) throws DisconnectException {
    KeyExchangeFailures.length("an X25519 public value", peer, LENGTH);
    byte[] bigEndian = reversed(peer);
    // RFC 7748 section 5: the top bit is ignored.
    bigEndian[0] &= 0x7f;
    try {
      PublicKey peerKey =
          KeyFactory.getInstance("X25519")
              .generatePublic(
                  new XECPublicKeySpec(NamedParameterSpec.X25519, new BigInteger(1, bigEndian)));
      KeyAgreement agreement = KeyAgreement.getInstance("X25519");
      agreement.init(privateKey);
      agreement.doPhase(peerKey, true);
      byte[] secret = agreement.generateSecret();
      if (isZero(secret)) {
        throw KeyExchangeFailures.refused("an X25519 public value of small order");
      }
      return SecretBytes.taking(secret);
    } catch (InvalidKeyException e) {
      throw KeyExchangeFailures.refused("an X25519 public value of small order", e);
    } catch (GeneralSecurityException e) {
      throw KeyExchangeFailures.broken("X25519", e);
    }
  }

  private static boolean isZero(byte[] value) {
    int bits = 0;
    for (byte b : value) {
      bits |= b;
    }
    return bits == 0;
  }

  private static byte[] littleEndian(BigInteger u) {
    byte[] bigEndian = u.toByteArray();
    byte[] out = new byte[LENGTH];
    for (int i = 0; i < Math.min(LENGTH, bigEndian.length); i++) {
      out[i] = bigEndian[bigEndian.length - 1 - i];
    }
    return out;
  }

  private static byte[] reversed(byte[] value) {
    byte[] out = Arrays.copyOf(value, value.length);
    for (int i = 0; i < out.length; i++) {
      out[i] = value[value.length - 1 - i];
    }
    return out;
  }
}
