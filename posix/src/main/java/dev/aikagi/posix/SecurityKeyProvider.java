package dev.aikagi.posix;

import dev.aikagi.Bytes;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What reaches FIDO authenticators: libfido2 of this system, or a library that somebody names, with
 * the functions of OpenSSH's sk-api.h. One thread may use it at a time.
 *
 * <p>Options are "device", a path of one authenticator, and for a new key "user", whose it is.
 */
public sealed interface SecurityKeyProvider permits FidoProvider, SkApiProvider {
  /** What sk-api.h calls ECDSA and Ed25519. */
  int ECDSA = 0;

  int ED25519 = 1;

  /** What OpenSSH calls its own code for libfido2, in any case of letters. */
  String INTERNAL = "internal";

  /** With the flags of a new key: it may replace one that the authenticator keeps. */
  int REPLACE = 0x10;

  /**
   * Loads a library, for as long as the process lives: the system's libfido2 for {@link #INTERNAL},
   * else the file.
   *
   * @throws SecurityKeyException where there is none; of a file that is no such library no code has
   *     run then, unless it is one of another version
   */
  static SecurityKeyProvider load(String path) throws SecurityKeyException {
    return path.equalsIgnoreCase(INTERNAL) ? FidoProvider.load() : SkApiProvider.load(path);
  }

  /** Makes a key. Waits until somebody touches the authenticator. */
  Enrolled enroll(
      int algorithm,
      byte[] challenge,
      String application,
      int flags,
      byte @Nullable [] pin,
      Map<String, String> options)
      throws SecurityKeyException;

  /** Signs. Waits until somebody touches the authenticator, where the flags ask for that. */
  Signed sign(
      int algorithm,
      byte[] data,
      String application,
      byte[] keyHandle,
      int flags,
      byte @Nullable [] pin)
      throws SecurityKeyException;

  /** The keys that an authenticator keeps for SSH. */
  List<ResidentKey> residentKeys(byte[] pin, Map<String, String> options)
      throws SecurityKeyException;

  /**
   * A key that was made.
   *
   * @param flags with which it was made in fact
   * @param publicKey a point: 65 bytes of ECDSA, 32 of Ed25519
   */
  record Enrolled(
      int flags,
      Bytes publicKey,
      Bytes keyHandle,
      Bytes signature,
      Bytes attestationCertificate,
      Bytes authenticatorData) {}

  /**
   * A signature.
   *
   * @param first r, or all of an Ed25519 signature
   * @param second s
   */
  record Signed(int flags, long counter, Bytes first, Bytes second) {}

  /** A key that an authenticator keeps. */
  record ResidentKey(int algorithm, String application, Enrolled key, int flags, Bytes userId) {}
}
