package dev.aikagi.auth;

import dev.aikagi.Reason;
import dev.aikagi.SecretBytes;
import dev.aikagi.key.Certificate;
import dev.aikagi.key.PublicKey;
import dev.aikagi.trust.AuthorizedKeyOptions;
import java.util.List;
import java.util.Optional;

/**
 * The decisions about one user name. None of them alone lets anybody in: the server combines them
 * with the proofs, and denies where {@link #refusal} is present, whatever the others say.
 */
public interface UserPolicy {
  UserAuthSettings settings();

  /**
   * Why this user cannot log in whatever he proves: no such user, DenyUsers, a locked account. The
   * peer does not learn it.
   */
  Optional<Reason> refusal();

  /**
   * Whether this key is authorised, and what for. Also asked for a user who is refused, so that the
   * time of looking is spent; the answer is then ignored. Nothing may be remembered: the same
   * question comes for a key that is only probed.
   */
  KeyDecision publicKey(PublicKey key);

  /**
   * Whether this certificate lets the user in: whether its authority is trusted for him, it is
   * valid, and one of its principals is his. {@link dev.aikagi.trust.OfferedCertificate} judges the
   * certificate; whom to trust is this policy's. The authority's signature is verified already. As
   * for a key, nothing may be remembered. Refuses unless overridden.
   */
  default KeyDecision certificate(Certificate certificate) {
    return new KeyDecision.Refused(
        List.of(new ServerAuthReason.CertificateNotTaken(certificate.type().wireName())));
  }

  /**
   * Whether a client host may say that its user is this one: whether the key is the host's, and the
   * host trusted for him (RFC 4252 section 9). What is claimed is signed, and the signature not
   * verified yet. Also asked for a user who is refused, so that the time of looking is spent; the
   * answer is then ignored. Nothing may be remembered. Refuses unless overridden.
   */
  default KeyDecision hostbased(ClientHostClaim claim) {
    return new KeyDecision.Refused(List.of(new ServerAuthReason.NoHostTrusted(claim.clientHost())));
  }

  /**
   * The mechanisms of the GSS-API by which somebody may prove who he is: none unless overridden.
   * The same for a user who is refused.
   */
  default List<GssAcceptor> gssAcceptors() {
    return List.of();
  }

  /**
   * Whether the peer of an established context, which is proven to be that of this connection, may
   * log in as this user. Also asked for a user who is refused; the answer is then ignored. Refuses
   * unless overridden.
   *
   * @param context which is closed afterwards
   */
  default KeyDecision gssapi(GssContext context) {
    return new KeyDecision.Refused(List.of(new ServerAuthReason.NoPrincipalAllowed()));
  }

  /**
   * Checks a password of at most 1024 bytes. Also asked for a user who is refused, so that the time
   * of the hash is spent; the answer is then ignored.
   */
  PasswordDecision password(SecretBytes password);

  /** Checks the old password and sets the new one. Refuses unless overridden. */
  default PasswordDecision changePassword(SecretBytes oldPassword, SecretBytes newPassword) {
    return new PasswordDecision.Refused(ServerAuthReason.noPasswordChange());
  }

  /** The devices of keyboard-interactive in their order; the same for a user who is refused. */
  default List<KeyboardInteractiveDevice> keyboardInteractive() {
    return List.of();
  }

  /**
   * What is said at last to somebody who proved enough and whose account lets nobody in: his login
   * is over then, and the connection with it. Asked after each refusal; present only after a good
   * proof, since it says that there is an account. Empty text is not sent.
   */
  default Optional<String> farewell() {
    return Optional.empty();
  }

  /**
   * The last word after a method succeeded, such as PermitRootLogin: why this method with these
   * options is not enough.
   */
  default Optional<Reason> refusal(String methodName, AuthorizedKeyOptions options) {
    return Optional.empty();
  }
}
