package dev.aikagi.auth;

import dev.aikagi.Reason;
import dev.aikagi.key.PublicKey;
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
   */
  record Satisfied(
      @Nullable VerifiedSignature signature,
      AuthorizedKeyOptions options,
      @Nullable String submethod)
      implements Verdict {
    /** publickey: the key of the token is the key of the step, whatever was offered before. */
    Satisfied(VerifiedSignature signature, KeyDecision.Authorized decision) {
      this(signature, decision.options(), null);
    }

    /** Every other method. */
    Satisfied(@Nullable String submethod) {
      this(null, AuthorizedKeyOptions.NONE, submethod);
    }

    @Nullable PublicKey key() {
      return signature == null ? null : signature.key();
    }
  }

  /** No. The key, where one was named, is for the log only. */
  record Refused(List<Reason> reasons, @Nullable PublicKey key, @Nullable String submethod)
      implements Verdict {
    Refused(Reason reason) {
      this(List.of(reason), null, null);
    }

    Refused(Reason reason, PublicKey key) {
      this(List.of(reason), key, null);
    }
  }

  /** Not decided yet: the peer is sent this and may answer it. */
  record Asks(Message message, @Nullable PublicKey key, @Nullable String submethod)
      implements Verdict {}
}
