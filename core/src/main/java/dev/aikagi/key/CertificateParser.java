package dev.aikagi.key;

import dev.aikagi.Bytes;
import dev.aikagi.MalformedException;
import dev.aikagi.Printable;
import dev.aikagi.key.Certificate.Kind;
import dev.aikagi.key.Certificate.Option;
import dev.aikagi.wire.WireReader;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Certificate blobs (PROTOCOL.certkeys): the fields, and the authority's signature over them. */
final class CertificateParser {
  private CertificateParser() {}

  /** What the authority signed, but for the nonce. */
  record Body(
      KeyType type,
      PublicKey publicKey,
      long serial,
      Kind kind,
      Bytes keyId,
      List<String> principals,
      Validity validity,
      List<Option> criticalOptions,
      List<Option> extensions,
      PublicKey signatureKey) {
    Body {
      principals = List.copyOf(principals);
      criticalOptions = List.copyOf(criticalOptions);
      extensions = List.copyOf(extensions);
    }
  }

  /** A certificate that is well-formed, as far as that is known before its signature. */
  private record Unverified(Body body, Bytes signed, Bytes signature) {}

  static Certificate parse(Bytes blob) throws MalformedException {
    Unverified read = unverified(blob);
    byte[] signed = read.signed().toArray();
    return new Certificate(
        blob, read.body(), verified(read.body().signatureKey(), signed, read.signature()));
  }

  /** Whether nothing but the signature is wrong with a blob that is no certificate. */
  static boolean forged(Bytes blob) {
    try {
      Unverified read = unverified(blob);
      return SignatureAlgorithm.named(new WireReader(read.signature()).readName())
          .filter(a -> a.keyType() == read.body().signatureKey().type())
          .isPresent();
    } catch (MalformedException e) {
      // More is wrong.
      return false;
    }
  }

  private static Unverified unverified(Bytes blob) throws MalformedException {
    if (blob.length() > Certificate.MAX_LENGTH) {
      throw new MalformedException("a certificate of " + blob.length() + " bytes");
    }
    WireReader in = new WireReader(blob);
    Body body = body(in);
    Bytes signed = in.consumed();
    Bytes signature = in.readBytes();
    in.expectEnd();
    return new Unverified(body, signed, signature);
  }

  private static Body body(WireReader in) throws MalformedException {
    String name = in.readName();
    KeyType type = KeyType.named(name).filter(KeyType::certificate).orElse(null);
    if (type == null || type == KeyType.SSH_DSS_CERT) {
      throw new MalformedException(Printable.of(name, 64) + " is no type of a certificate");
    }
    // The nonce: whatever the authority likes, so that it does not sign what others chose.
    in.skip(in.readStringLength());
    PublicKey publicKey = PublicKeyParser.fields(type.plain(), in);
    long serial = in.readUint64();
    Kind kind =
        Kind.of(in.readUint32())
            .orElseThrow(() -> new MalformedException("a certificate of unknown kind"));
    // Somebody reads the text, nobody compares it: what is not UTF-8 in it does no harm.
    Bytes keyId = in.readBytes();
    withoutNul(keyId.utf8());
    List<String> principals = principals(in.readNested());
    Validity validity = new Validity(in.readUint64(), in.readUint64());
    List<Option> critical = options(in.readNested());
    List<Option> extensions = options(in.readNested());
    in.skip(in.readStringLength()); // reserved
    PublicKey signatureKey = authority(in.readBytes());
    return new Body(
        type,
        publicKey,
        serial,
        kind,
        keyId,
        principals,
        validity,
        critical,
        extensions,
        signatureKey);
  }

  private static List<String> principals(WireReader in) throws MalformedException {
    List<String> names = new ArrayList<>();
    while (in.remaining() > 0) {
      if (names.size() == Certificate.MAX_PRINCIPALS) {
        throw new MalformedException("more than " + names.size() + " principals");
      }
      names.add(withoutNul(in.readUtf8()));
    }
    return names;
  }

  /** A name that ends early for a reader in C would be another name for it. */
  static String withoutNul(String text) throws MalformedException {
    if (text.indexOf('\0') >= 0) {
      throw new MalformedException("a NUL in a text of a certificate");
    }
    return text;
  }

  /** Each name at most once: of two values, somebody else might take the other one. */
  private static List<Option> options(WireReader in) throws MalformedException {
    Map<String, Option> options = new LinkedHashMap<>();
    while (in.remaining() > 0) {
      String name = withoutNul(in.readUtf8());
      if (options.put(name, new Option(name, in.readBytes())) != null) {
        throw new MalformedException("a certificate with an option twice");
      }
    }
    return List.copyOf(options.values());
  }

  /**
   * No chains: a certificate must not serve as an authority's key, or every holder of one could
   * sign more of them.
   */
  private static PublicKey authority(Bytes blob) throws MalformedException {
    if (KeyType.ofBlob(blob).filter(KeyType::certificate).isPresent()) {
      throw new MalformedException("the key of the certificate's authority is a certificate");
    }
    return PublicKey.parse(blob);
  }

  private static SignatureAlgorithm verified(PublicKey authority, byte[] signed, Bytes signature)
      throws MalformedException {
    String name = new WireReader(signature).readName();
    SignatureAlgorithm algorithm =
        SignatureAlgorithm.named(name)
            .filter(a -> a.keyType() == authority.type())
            .orElseThrow(
                () -> new MalformedException("a certificate is signed with an unfit algorithm"));
    boolean verifies =
        switch (authority) {
          // Whether anybody touched the authority's device is between it and its owner.
          case SecurityKeyPublicKey sk -> sk.attest(algorithm, signed, signature).isPresent();
          // The size of an authority's RSA key is judged with the rest of the policy.
          default -> authority.verify(algorithm, signed, signature, RsaPublicKey.MIN_BITS);
        };
    if (!verifies) {
      throw new MalformedException("the signature of a certificate's authority does not verify");
    }
    return algorithm;
  }
}
