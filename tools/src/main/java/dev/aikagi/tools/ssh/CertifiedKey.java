package dev.aikagi.tools.ssh;

import dev.aikagi.auth.Identity;
import dev.aikagi.auth.IdentityException;
import dev.aikagi.auth.OwnCertificateReason;
import dev.aikagi.key.Certificate;
import dev.aikagi.key.PublicKey;
import dev.aikagi.key.Signer;
import java.io.IOException;
import java.util.List;
import java.util.Optional;

/** A certificate that is offered, and whoever signs for it. */
final class CertifiedKey implements Identity {
  private final String file;
  private final Certificate certificate;
  private final Identity own;
  private final boolean bare;
  private final List<Identity> others;
  private final Log log;

  /**
   * One of those to be offered.
   *
   * @param file where the certificate is
   * @param own what has its private half where no other identity has; named as the certificate is
   * @param bare whether that can only be the certificate's own file, in which there is none
   * @param others all that are to be offered, of which one may be its key; filled by its caller
   */
  CertifiedKey(
      String file,
      Certificate certificate,
      Identity own,
      boolean bare,
      List<Identity> others,
      Log log) {
    this.file = file;
    this.certificate = certificate;
    this.own = own;
    this.bare = bare;
    this.others = others;
    this.log = log;
  }

  @Override
  public String name() {
    return own.name();
  }

  @Override
  public String origin() {
    return own.origin();
  }

  @Override
  public Optional<PublicKey> publicKey() {
    return Optional.of(certificate.publicKey());
  }

  @Override
  public Optional<Certificate> certificate() {
    return Optional.of(certificate);
  }

  @Override
  public boolean unlocked() {
    return separate().orElse(own).unlocked();
  }

  /** The identity that has the private half, apart from the certificate's own. */
  Optional<Identity> separate() {
    for (Identity other : others) {
      if (other.certificate().isEmpty()
          && other.publicKey().filter(certificate.publicKey()::equals).isPresent()) {
        return Optional.of(other);
      }
    }
    // A format that hides its public half until it is opened.
    for (Identity other : others) {
      if (other.publicKey().isEmpty() && other.name().equals(name())) {
        return Optional.of(other);
      }
    }
    return Optional.empty();
  }

  @Override
  public Signer signer() throws IOException {
    Optional<Identity> separate = separate();
    if (separate.isPresent()) {
      String from = separate.get() instanceof AgentKey ? " from agent" : "";
      log.debug(
          2,
          "sign_and_send_pubkey: using private key \""
              + separate.get().name()
              + "\""
              + from
              + " for certificate");
      return checked(separate.get().signer());
    }
    log.debug(
        1, "sign_and_send_pubkey: no separate private key for certificate \"" + name() + "\"");
    if (!bare) {
      return checked(own.signer());
    }
    try {
      return checked(own.signer());
    } catch (IOException e) {
      // What the log says is what OpenSSH says, which takes the certificate for a private key.
      IdentityException without =
          new IdentityException(new OwnCertificateReason.WithoutKey(file, certificate));
      without.addSuppressed(e);
      throw without;
    }
  }

  private Signer checked(Signer signer) throws IdentityException {
    if (signer.publicKey().equals(certificate.publicKey())) {
      return signer;
    }
    log.error("identity_sign: private key " + name() + " contents do not match public");
    throw new IdentityException(new OwnCertificateReason.OfAnotherKey(file, certificate));
  }
}
