package dev.aikagi.posix;

import dev.aikagi.Bytes;
import dev.aikagi.posix.SecurityKeyProvider.Enrolled;

/** A key as libfido2 shows it: one that was just made, or that an authenticator keeps. */
record FidoCredential(FidoFrame frame, long address) {
  /** COSE's numbers, RFC 9053 §2. */
  static final int ES256 = -7;

  static final int EDDSA = -8;

  /** Of those that CTAP 2.1 §12.1 knows: the key shows itself only to a person who is known. */
  static final int HIDDEN = 3;

  static final int NAMED = 2;

  /** Of a point of P-256 that is not compressed, SEC 1 §2.3.3. */
  private static final byte UNCOMPRESSED = 4;

  static int cose(int algorithm) throws SecurityKeyException {
    return switch (algorithm) {
      case SecurityKeyProvider.ECDSA -> ES256;
      case SecurityKeyProvider.ED25519 -> EDDSA;
      default ->
          throw new SecurityKeyException(
              SecurityKeyException.Kind.UNSUPPORTED, "no key of kind " + algorithm);
    };
  }

  int type() {
    return frame.callInt(Fido.CRED_TYPE, address);
  }

  boolean hidden() {
    return frame.callInt(Fido.CRED_PROT, address) == HIDDEN;
  }

  Bytes user() throws SecurityKeyException {
    return frame.answer(Fido.CRED_USER_ID_PTR, Fido.CRED_USER_ID_LEN, address);
  }

  Bytes certificate() throws SecurityKeyException {
    return frame.answer(Fido.CRED_X5C_PTR, Fido.CRED_X5C_LEN, address);
  }

  Enrolled enrolled(int flags) throws SecurityKeyException {
    Bytes handle = frame.answer(Fido.CRED_ID_PTR, Fido.CRED_ID_LEN, address);
    if (handle.length() == 0) {
      throw FidoFrame.malformed("a key without a handle");
    }
    return new Enrolled(
        flags,
        point(),
        handle,
        frame.answer(Fido.CRED_SIG_PTR, Fido.CRED_SIG_LEN, address),
        certificate(),
        frame.answer(Fido.CRED_AUTHDATA_PTR, Fido.CRED_AUTHDATA_LEN, address));
  }

  private Bytes point() throws SecurityKeyException {
    byte[] given = frame.answer(Fido.CRED_PUBKEY_PTR, Fido.CRED_PUBKEY_LEN, address).toArray();
    boolean ecdsa = type() == ES256;
    if (given.length != (ecdsa ? 64 : 32)) {
      throw FidoFrame.malformed("a public key of " + given.length + " bytes");
    }
    if (!ecdsa) {
      return Bytes.of(given);
    }
    byte[] point = new byte[65];
    point[0] = UNCOMPRESSED;
    System.arraycopy(given, 0, point, 1, 64);
    return Bytes.of(point);
  }
}
