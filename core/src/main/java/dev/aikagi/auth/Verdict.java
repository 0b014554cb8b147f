package dev.aikagi.auth;

import dev.aikagi.Reason;
import dev.aikagi.key.KeyOrCertificate;
import dev.aikagi.message.Message;
import dev.aikagi.trust.AuthorizedKeyOptions;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What a method made of one request. */
sealed interface Verdict {
  /**
   * The method is satisfied.
   *
   * @param signature of publickey; null for the methods that prove otherwise
   * @param peerName of gssapi-with-mic
   */
  record Satisfied(
      @Nullable VerifiedSignature signature,
      @Nullable KeyOrCertificate key,
      AuthorizedKeyOptions options,
      @Nullable String submethod,
      @Nullable String peerName)
      implements Verdict {
    public Satisfied {
      // The key of the token is the key of the step, whatever was offered before.
      if (signature == null ? key != null : key == null || !signature.key().equals(key.key())) {
        throw new IllegalArgumentException("another key was proven");
      }
    }

    /** publickey. */
    Satisfied(VerifiedSignature signature, KeyOrCertificate key, KeyDecision.Authorized decision) {
      this(signature, key, decision.options(), null, null);
    }

    /** Every other method. */
    Satisfied(@Nullable String submethod) {
      this(null, null, AuthorizedKeyOptions.NONE, submethod, null);
    }
  }

  /**
   * No. The key, where one was named, is for the log only.
   *
   * @param before what is sent before the failure
   * @param unanswered whether nothing is sent, since the client has gone on already
   */
  record Refused(
      List<Reason> reasons,
      @Nullable KeyOrCertificate key,
      @Nullable String submethod,
      @Nullable Message before,
      boolean unanswered)
      implements Verdict {
    Refused(List<Reason> reasons, @Nullable KeyOrCertificate key, @Nullable String submethod) {
      this(reasons, key, submethod, null, false);
    }

    Refused(Reason reason) {
      this(List.of(reason), null, null);
    }

    Refused(Reason reason, KeyOrCertificate key) {
      this(List.of(reason), key, null);
    }
  }

  /**
   * Not decided yet, amid an exchange.
   *
   * @param answer to the peer's message; null where the next one is the peer's again
   */
  record Waits(@Nullable Message answer) implements Verdict {}

  /** Not decided yet: the peer is sent this and may answer it. */
  record Asks(Message message, @Nullable KeyOrCertificate key, @Nullable String submethod)
      implements Verdict {}
}
