package dev.aikagi.tools.sshd;

import dev.aikagi.Reason;
import dev.aikagi.key.KeyOrCertificate;
import dev.aikagi.trust.AuthorizedKeyReason;
import dev.aikagi.trust.FileModeReason;
import dev.aikagi.trust.PrincipalReason;
import dev.aikagi.trust.TrustedHostReason;
import dev.aikagi.trust.UserCertificateRefusal;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Which of all the reasons for a refusal to name: the one that has to be mended first. Every line
 * of every file has one, and most lines are simply for other keys.
 */
final class DecidingReason {
  /** The first that there is decides. */
  private enum Order {
    /** Of the user, the method or the key itself: whatever the files say. */
    WHATEVER_IS_LISTED,
    /** The file was not even read. */
    MODES,
    /** A line with this key or its authority's, which does not count. */
    THIS_KEY,
    FAULT,
    NOT_TRUSTED,
    OTHER_KEYS,
    NO_KEYS,
    /** The second file that is looked for is missing nearly everywhere. */
    NO_FILE,
    REST_OF_A_FAULT
  }

  private DecidingReason() {}

  static Optional<Reason> of(List<Reason> reasons, @Nullable KeyOrCertificate key) {
    return reasons.stream()
        .min(Comparator.comparing(r -> order(r, key)))
        .map(r -> r instanceof AuthorizedKeyReason.OtherKey other ? summedUp(other, reasons) : r);
  }

  private static Order order(Reason reason, @Nullable KeyOrCertificate key) {
    return switch (reason) {
      case FileModeReason _ -> Order.MODES;
      case AuthorizedKeyReason line -> order(line, key);
      case KeysFileReason.Missing _ -> Order.NO_FILE;
      case KeysFileReason _, LoginRefusal.CommandFailed _ -> Order.FAULT;
      // An authority that nobody trusts, or a list without the principal: as a key that no line
      // has.
      case UserCertificateRefusal.NoAuthorities _ -> Order.NOT_TRUSTED;
      case PrincipalReason.Other _, PrincipalReason.NoPrincipals _ -> Order.OTHER_KEYS;
      case PrincipalReason _, UserCertificateRefusal _, AuthorityReason _ -> Order.THIS_KEY;
      case TrustedHostReason.NotListed _, HostTrustReason.NoLists _ -> Order.OTHER_KEYS;
      case TrustedHostReason _ -> Order.THIS_KEY;
      case HostTrustReason.Ignored _ -> Order.FAULT;
      case HostTrustReason.RootNeedsOwn _ -> Order.NO_KEYS;
      // By itself it refuses nobody.
      case HostTrustReason.NameDiffers _ -> Order.NO_FILE;
      default -> Order.WHATEVER_IS_LISTED;
    };
  }

  private static Order order(AuthorizedKeyReason line, @Nullable KeyOrCertificate key) {
    if (key != null && isAbout(line, key)) {
      return Order.THIS_KEY;
    }
    return switch (line) {
      case AuthorizedKeyReason.OtherKey _ -> Order.OTHER_KEYS;
      case AuthorizedKeyReason.NoKeys _ -> Order.NO_KEYS;
      case AuthorizedKeyReason.Continued _ -> Order.REST_OF_A_FAULT;
      default -> Order.FAULT;
    };
  }

  private static boolean isAbout(AuthorizedKeyReason line, KeyOrCertificate key) {
    return switch (key) {
      case KeyOrCertificate.Plain plain -> line.isAbout(plain.key());
      case KeyOrCertificate.Certified certified -> line.isAbout(certified.certificate());
    };
  }

  private static Reason summedUp(AuthorizedKeyReason.OtherKey other, List<Reason> reasons) {
    long count =
        reasons.stream()
            .filter(
                r -> r instanceof AuthorizedKeyReason.OtherKey o && o.file().equals(other.file()))
            .count();
    return count == 1 ? other : new KeysFileReason.NotListed(other.file(), (int) count);
  }
}
