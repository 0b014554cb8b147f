package dev.aikagi.auth;

import dev.aikagi.key.Certificate;
import dev.aikagi.key.PublicKey;
import dev.aikagi.key.Signer;
import java.io.IOException;
import java.util.Optional;

/**
 * A key that the client may offer. Its public half may be known long before its private half is
 * opened, which can cost a passphrase or a touch.
 */
public interface Identity {
  /** What people call it: the file's name, or the comment of a key of an agent. */
  String name();

  /** Where it comes from, as ssh -v says it after the fingerprint: explicit, agent, or nothing. */
  default String origin() {
    return "";
  }

  /** Empty where the private half must be opened to learn it. */
  Optional<PublicKey> publicKey();

  /**
   * A certificate that is offered instead of the bare key; {@link #publicKey} is the key in it. A
   * server that does not take it may take the key: that is another identity, with the same signer.
   */
  default Optional<Certificate> certificate() {
    return Optional.empty();
  }

  /** Whether {@link #signer} costs nobody anything. */
  default boolean unlocked() {
    return false;
  }

  /**
   * Opens the private half. Asked again only when the server wants a second key.
   *
   * @throws IOException where it cannot be opened; the message becomes the reason, and the next
   *     identity is tried
   */
  Signer signer() throws IOException;

  /** A key that is open already. */
  static Identity of(String name, Signer signer) {
    return new OpenIdentity(name, signer, Optional.empty());
  }

  /** A certificate, and a key that is open already: the one that it certifies. */
  static Identity of(String name, Signer signer, Certificate certificate) {
    return new OpenIdentity(name, signer, Optional.of(certificate));
  }
}
