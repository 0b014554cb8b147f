package dev.aikagi.key;

import dev.aikagi.Bytes;
import dev.aikagi.MalformedException;
import dev.aikagi.Printable;
import dev.aikagi.wire.WireReader;

/** Public key blobs. */
final class PublicKeyParser {
  /** No application string that an authenticator holds is longer. */
  private static final int MAX_APPLICATION = 1024;

  private PublicKeyParser() {}

  static PublicKey parse(WireReader in) throws MalformedException {
    String name = in.readName();
    KeyType type =
        KeyType.named(name)
            .orElseThrow(
                () -> new MalformedException("unknown key type " + Printable.of(name, 64)));
    PublicKey key = fields(type, in);
    in.expectEnd();
    return key;
  }

  /** What stands behind the name in a key, and behind the nonce in a certificate. */
  static PublicKey fields(KeyType type, WireReader in) throws MalformedException {
    return switch (type) {
      case SSH_ED25519 -> new Ed25519PublicKey(Ed25519PublicKey.checked(in.readBytes()));
      case ECDSA_SHA2_NISTP256, ECDSA_SHA2_NISTP384, ECDSA_SHA2_NISTP521 ->
          new EcdsaPublicKey(type, point(type.curve().orElseThrow(), in));
      case SK_SSH_ED25519 ->
          new SkEd25519PublicKey(Ed25519PublicKey.checked(in.readBytes()), application(in));
      case SK_ECDSA_SHA2_NISTP256 ->
          new SkEcdsaPublicKey(point(NistCurve.NISTP256, in), application(in));
      case SSH_RSA -> {
        var e = in.readUnsignedMpint();
        yield RsaPublicKey.of(in.readUnsignedMpint(), e);
      }
      case SSH_DSS ->
          DsaPublicKey.of(
              in.readUnsignedMpint(),
              in.readUnsignedMpint(),
              in.readUnsignedMpint(),
              in.readUnsignedMpint());
      default -> throw new MalformedException(type.wireName() + " is a certificate, not a key");
    };
  }

  /** The curve is named twice, and both names must agree. */
  static Bytes point(NistCurve curve, WireReader in) throws MalformedException {
    if (!in.readName().equals(curve.wireName())) {
      throw new MalformedException("the curve's name does not fit the key's type");
    }
    byte[] point = in.readString(1 + 2 * curve.fieldBytes());
    curve.decode(point);
    return Bytes.of(point);
  }

  private static String application(WireReader in) throws MalformedException {
    String text = in.readUtf8();
    if (text.length() > MAX_APPLICATION) {
      throw new MalformedException("an application of " + text.length() + " characters");
    }
    return text;
  }
}
