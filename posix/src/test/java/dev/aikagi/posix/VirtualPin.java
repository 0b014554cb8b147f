package dev.aikagi.posix;

import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.KeyPair;
import java.security.MessageDigest;
import java.security.SecureRandom;
import java.security.interfaces.ECPublicKey;
import java.security.spec.ECPoint;
import java.security.spec.ECPublicKeySpec;
import java.util.Arrays;
import java.util.Map;
import javax.crypto.Cipher;
import javax.crypto.KeyAgreement;
import javax.crypto.Mac;
import javax.crypto.spec.IvParameterSpec;
import javax.crypto.spec.SecretKeySpec;

/** The PIN of a {@link VirtualAuthenticator}: CTAP 2.1 §6.5 with protocol 1. */
final class VirtualPin {
  private final String pin;
  private final KeyPair agreement;
  private final byte[] token = new byte[32];
  int attempts = 8;

  /**
   * @param pin empty where none is set
   */
  VirtualPin(String pin) throws GeneralSecurityException {
    this.pin = pin;
    this.agreement = VirtualKey.pair(FidoCredential.ES256);
    new SecureRandom().nextBytes(token);
  }

  /** clientPIN. */
  byte[] answer(Map<?, ?> request) throws GeneralSecurityException {
    return switch (Cbor.field(request, 2L, Long.class).intValue()) {
      case 1 -> VirtualAuthenticator.ok(Map.of(3, attempts));
      case 2 -> VirtualAuthenticator.ok(Map.of(1, VirtualKey.cose(agreement, -25)));
      case 5 -> token(request);
      default -> VirtualAuthenticator.error(0x3e);
    };
  }

  private byte[] token(Map<?, ?> request) throws GeneralSecurityException {
    if (pin.isEmpty()) {
      return VirtualAuthenticator.error(FidoFault.PIN_NOT_SET);
    }
    if (attempts == 0) {
      return VirtualAuthenticator.error(FidoFault.PIN_BLOCKED);
    }
    byte[] shared = shared(Cbor.field(request, 3L, Map.class));
    byte[] hash = sha256(pin.getBytes(StandardCharsets.UTF_8));
    byte[] given = cipher(Cipher.DECRYPT_MODE, shared, Cbor.field(request, 6L, byte[].class));
    if (!Arrays.equals(given, Arrays.copyOf(hash, 16))) {
      attempts--;
      return VirtualAuthenticator.error(FidoFault.PIN_INVALID);
    }
    attempts = 8;
    return VirtualAuthenticator.ok(Map.of(2, cipher(Cipher.ENCRYPT_MODE, shared, token)));
  }

  private byte[] shared(Map<?, ?> cose) throws GeneralSecurityException {
    ECPoint point =
        new ECPoint(
            new BigInteger(1, (byte[]) cose.get(-2L)), new BigInteger(1, (byte[]) cose.get(-3L)));
    KeyAgreement dh = KeyAgreement.getInstance("ECDH");
    dh.init(agreement.getPrivate());
    dh.doPhase(
        KeyFactory.getInstance("EC")
            .generatePublic(
                new ECPublicKeySpec(point, ((ECPublicKey) agreement.getPublic()).getParams())),
        true);
    return sha256(dh.generateSecret());
  }

  private static byte[] cipher(int mode, byte[] key, byte[] data) throws GeneralSecurityException {
    Cipher cipher = Cipher.getInstance("AES/CBC/NoPadding");
    cipher.init(mode, new SecretKeySpec(key, "AES"), new IvParameterSpec(new byte[16]));
    return cipher.doFinal(data);
  }

  /** Whether somebody who knows the PIN asks for this. */
  boolean proves(byte[] proof, byte[] data) throws GeneralSecurityException {
    Mac mac = Mac.getInstance("HmacSHA256");
    mac.init(new SecretKeySpec(token, "HmacSHA256"));
    return Arrays.equals(proof, Arrays.copyOf(mac.doFinal(data), 16));
  }

  static byte[] sha256(byte[] data) throws GeneralSecurityException {
    return MessageDigest.getInstance("SHA-256").digest(data);
  }
}
