package dev.aikagi.key;

import dev.aikagi.Bytes;
import dev.aikagi.MalformedException;
import dev.aikagi.key.SecurityKeyPublicKey.Attestation;
import dev.aikagi.wire.WireReader;
import dev.aikagi.wire.WireWriter;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.util.Arrays;
import java.util.Base64;
import java.util.Optional;

/**
 * Signatures of FIDO authenticators (OpenSSH's PROTOCOL.u2f): what is signed is a hash of the
 * application, flags, a counter and a hash of the data, or for webauthn of the JSON that a browser
 * wrapped the data in.
 */
final class SecurityKeyVerification {
  private static final int ATTESTED_DATA = 0x40;
  private static final int EXTENSION_DATA = 0x80;

  private SecurityKeyVerification() {}

  static Optional<Attestation> verify(
      SecurityKeyPublicKey key, SignatureAlgorithm algorithm, byte[] data, Bytes signatureBlob) {
    if (algorithm.keyType() != key.type()) {
      return Optional.empty();
    }
    try {
      WireReader in = new WireReader(signatureBlob);
      byte[] raw = Verification.inner(algorithm, in);
      Attestation attestation = new Attestation(in.readByte(), in.readUint32());
      byte[] signed = signedBytes(key, algorithm, data, attestation, in);
      in.expectEnd();
      return raw(key, algorithm, signed, raw) ? Optional.of(attestation) : Optional.empty();
    } catch (MalformedException | GeneralSecurityException | RuntimeException e) {
      // As in Verification: every fault is "no".
      return Optional.empty();
    }
  }

  private static boolean raw(
      SecurityKeyPublicKey key, SignatureAlgorithm algorithm, byte[] signed, byte[] raw)
      throws GeneralSecurityException, MalformedException {
    return switch (key) {
      case SkEd25519PublicKey k -> Verification.ed25519(k.point(), signed, raw);
      case SkEcdsaPublicKey k ->
          Verification.ecdsa(NistCurve.NISTP256, k.point(), algorithm, signed, raw);
    };
  }

  private static byte[] signedBytes(
      SecurityKeyPublicKey key,
      SignatureAlgorithm algorithm,
      byte[] data,
      Attestation attestation,
      WireReader in)
      throws MalformedException, GeneralSecurityException {
    WireWriter out = new WireWriter();
    out.writeRaw(sha256(key.application().getBytes(StandardCharsets.UTF_8)));
    out.writeByte(attestation.flags()).writeUint32(attestation.counter());
    if (algorithm == SignatureAlgorithm.WEBAUTHN_SK_ECDSA_SHA2_NISTP256) {
      byte[] origin = in.readString();
      byte[] clientData = in.readString();
      byte[] extensions = in.readString();
      checkWebauthn(data, attestation.flags(), origin, clientData, extensions);
      return out.writeRaw(extensions).writeRaw(sha256(clientData)).toArray();
    }
    return out.writeRaw(sha256(data)).toArray();
  }

  /**
   * The JSON must begin with the challenge and origin in the order that browsers write them; the
   * rest of it is ignored. A quote in the origin would move the challenge.
   */
  private static void checkWebauthn(
      byte[] data, int flags, byte[] origin, byte[] clientData, byte[] extensions)
      throws MalformedException {
    for (byte b : origin) {
      if (b == '"' || b == 0) {
        throw new MalformedException("a webauthn origin with a quote");
      }
    }
    boolean announced = (flags & EXTENSION_DATA) != 0;
    if ((flags & ATTESTED_DATA) != 0 || announced != (extensions.length > 0)) {
      throw new MalformedException("webauthn flags that do not fit the data");
    }
    String challenge = Base64.getUrlEncoder().withoutPadding().encodeToString(data);
    WireWriter start = new WireWriter();
    start.writeRaw(
        ("{\"type\":\"webauthn.get\",\"challenge\":\"" + challenge + "\",\"origin\":\"")
            .getBytes(StandardCharsets.US_ASCII));
    start.writeRaw(origin).writeByte('"');
    byte[] expected = start.toArray();
    if (clientData.length < expected.length
        || !MessageDigest.isEqual(expected, Arrays.copyOf(clientData, expected.length))) {
      throw new MalformedException("webauthn client data for another challenge or origin");
    }
  }

  private static byte[] sha256(byte[] data) throws GeneralSecurityException {
    return MessageDigest.getInstance("SHA-256").digest(data);
  }
}
