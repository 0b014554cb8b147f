package dev.aikagi.tools.sshd;

import dev.aikagi.Bytes;
import dev.aikagi.Reason;
import dev.aikagi.auth.KeyDecision;
import dev.aikagi.config.ConfigException;
import dev.aikagi.config.Keyword;
import dev.aikagi.config.ServerKeywords;
import dev.aikagi.key.Certificate;
import dev.aikagi.posix.User;
import dev.aikagi.tools.ServerLog;
import dev.aikagi.tools.explain.Finding;
import dev.aikagi.tools.explain.Mark;
import dev.aikagi.tools.explain.Rank;
import dev.aikagi.tools.explain.Remedy;
import dev.aikagi.tools.explain.Words;
import dev.aikagi.trust.Authorities;
import dev.aikagi.trust.AuthorizedKeyReason;
import dev.aikagi.trust.FileModeReason;
import dev.aikagi.trust.OfferedCertificate;
import dev.aikagi.trust.PrincipalReason;
import dev.aikagi.trust.UserCertificateRefusal;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Certificates that would be offered: whether anybody trusts their authority for this account. */
final class CertificateWalk {
  private final Walk walk;
  private final UserKeys keys;
  private final List<KeysView> views;

  /** One moment for the whole walk: a reason that has the time in it is the same reason then. */
  private final InstantSource now = InstantSource.fixed(Instant.now());

  CertificateWalk(Walk walk, UserKeys keys, List<KeysView> views) {
    this.walk = walk;
    this.keys = keys;
    this.views = views;
  }

  /** The authorities that are trusted for all accounts, and the principals of this one. */
  void show() {
    Optional<String> file = walk.config.value(ServerKeywords.TRUSTED_USER_CA_KEYS);
    if (file.isEmpty()) {
      return;
    }
    try {
      Authorities authorities = TrustedAuthorities.read(file.get());
      walk.step(Mark.OK, "walk.authorities", "file", file.get(), "count", authorities.size());
      authorities
          .fault()
          .map(f -> new AuthorityReason.BadLine(file.get(), f.line(), f.detail()))
          .ifPresent(r -> walk.step(Mark.BAD, r));
    } catch (IOException | RuntimeException e) {
      walk.step(Mark.BAD, new AuthorityReason.FileUnusable(file.get(), ServerLog.why(e)));
    }
    walk.config
        .value(ServerKeywords.AUTHORIZED_PRINCIPALS_FILE)
        .flatMap(this::principalsPath)
        .ifPresent(p -> walk.step(Mark.NOTE, "walk.principals", "file", p));
    walk.config
        .value(ServerKeywords.AUTHORIZED_PRINCIPALS_COMMAND)
        .ifPresent(c -> walk.step(Mark.NOTE, "walk.principals-command", "command", c));
  }

  static void describe(Walk walk, Path path, Certificate certificate) {
    walk.step(
        Mark.OK,
        "walk.certificate",
        "file",
        path,
        "certificate",
        certificate,
        "authority",
        certificate.signatureKey(),
        "principals",
        certificate.principals(),
        "validity",
        certificate.validity());
  }

  /** Whether somebody with a certificate of some authority might get in. */
  boolean anyAuthority() {
    Optional<String> file = walk.config.value(ServerKeywords.TRUSTED_USER_CA_KEYS);
    try {
      return file.isPresent() && TrustedAuthorities.read(file.get()).size() > 0;
    } catch (IOException | RuntimeException e) {
      // What is wrong with it is a step of its own, and it lets nobody in.
      return false;
    }
  }

  boolean opens(Certificate certificate) {
    OfferedCertificate offered = keys.offered(certificate, now);
    return views.stream().anyMatch(v -> v.usable() && v.opens(offered).isPresent())
        || byAuthority(offered).isEmpty();
  }

  /** Why the authorities of all accounts do not let it in; empty where they do. */
  private List<Reason> byAuthority(OfferedCertificate offered) {
    if (!(new TrustedAuthorities(keys, offered).decide()
        instanceof KeyDecision.Refused(List<Reason> reasons))) {
      return List.of();
    }
    boolean ofPlaceAlone =
        reasons.stream()
            .allMatch(
                r ->
                    r instanceof UserCertificateRefusal.NotFromSource
                        || (r instanceof PrincipalReason.OptionsNotMet o
                            && o.why() instanceof AuthorizedKeyReason.NotFrom));
    return ofPlaceAlone && !walk.addressKnown() ? List.of() : reasons;
  }

  /** Of one that does not get in. */
  void refused(Certificate certificate, Rank rank) {
    OfferedCertificate offered = keys.offered(certificate, now);
    boolean named = false;
    for (KeysView view : views) {
      for (AuthorizedKeyReason reason : view.about(offered)) {
        walk.find(
            Finding.of(rank, reason, Walk.useful(new LineRemedies(view, walk.user).of(reason)))
                .seen(
                    Words.of(
                        "walk.seen.line",
                        "file",
                        reason.file(),
                        "line",
                        reason.line(),
                        "text",
                        LineEdit.shown(view.line(reason.line())))));
        named = true;
      }
    }
    boolean trusted = walk.config.value(ServerKeywords.TRUSTED_USER_CA_KEYS).isPresent();
    if (trusted || !named) {
      List<Reason> reasons = byAuthority(offered);
      for (Reason reason : reasons) {
        if (matters(reason, reasons, certificate)) {
          found(rank, reason, certificate);
        }
      }
    }
  }

  private boolean matters(Reason reason, List<Reason> all, Certificate certificate) {
    return switch (reason) {
      // Each line with another name says what the whole list says.
      case PrincipalReason.Other _, PrincipalReason.NoPrincipals _ -> false;
      // The program was not run to explain something.
      case LoginRefusal.CommandFailed _ -> false;
      case UserCertificateRefusal.UnknownAuthority unknown ->
          all.stream().noneMatch(AuthorityReason.BadLine.class::isInstance)
              || !holds(unknown.file(), certificate);
      default -> true;
    };
  }

  private static boolean holds(String file, Certificate certificate) {
    return LookAlikes.text(Path.of(file))
        .map(Bytes::utf8)
        .filter(t -> t.contains(certificate.signatureKey().line()))
        .isPresent();
  }

  private void found(Rank rank, Reason reason, Certificate certificate) {
    walk.configured(
        isSure(reason) ? rank : Rank.POSSIBLE,
        reason,
        keyword(reason),
        remedies(reason, certificate));
  }

  /** Whether the server sees the same. */
  private boolean isSure(Reason reason) {
    return switch (reason) {
      // Its program was not run.
      case UserCertificateRefusal.NotAuthorized _ ->
          walk.config.value(ServerKeywords.AUTHORIZED_PRINCIPALS_COMMAND).isEmpty();
      // Root may read what whoever asks may not.
      case AuthorityReason.FileUnusable f ->
          User.effectiveId() == 0 || !Files.exists(Path.of(f.file()));
      default -> true;
    };
  }

  private static Keyword<?> keyword(Reason reason) {
    return switch (reason) {
      case UserCertificateRefusal.AlgorithmNotAllowed _ -> ServerKeywords.CA_SIGNATURE_ALGORITHMS;
      case UserCertificateRefusal.AuthorityTooWeak _ -> ServerKeywords.REQUIRED_RSA_SIZE;
      case UserCertificateRefusal.NotAuthorized _,
          KeysFileReason _,
          PrincipalReason _,
          FileModeReason _ ->
          ServerKeywords.AUTHORIZED_PRINCIPALS_FILE;
      default -> ServerKeywords.TRUSTED_USER_CA_KEYS;
    };
  }

  private Remedy[] remedies(Reason reason, Certificate certificate) {
    CertificateRemedies mend = new CertificateRemedies(walk, certificate);
    return switch (reason) {
      case UserCertificateRefusal.NoAuthorities _ -> of(mend.trustedHere(target()));
      case UserCertificateRefusal.UnknownAuthority u -> of(mend.listed(u.file()));
      case UserCertificateRefusal.UserNotListed _ -> mend.principalHere(target());
      case UserCertificateRefusal.AlgorithmNotAllowed _ -> of(mend.algorithm());
      case UserCertificateRefusal.NotAuthorized _, KeysFileReason.Missing _ ->
          walk.config
              .value(ServerKeywords.AUTHORIZED_PRINCIPALS_FILE)
              .flatMap(this::principalsPath)
              .map(mend::principal)
              .orElse(new Remedy[0]);
      case AuthorityReason.BadLine b -> of(mend.withoutLine(b.file(), b.line()));
      case AuthorityReason.FileUnusable f when !Files.exists(Path.of(f.file())) ->
          of(mend.listed(f.file()));
      case KeysFileReason.Unreadable u -> of(ModeRemedies.readable(u.path(), walk.user));
      case FileModeReason fault -> of(ModeRemedies.of(fault, walk.user));
      default -> new Remedy[0];
    };
  }

  private static Remedy[] of(Remedy remedy) {
    return new Remedy[] {remedy};
  }

  private Optional<Path> principalsPath(String template) {
    try {
      return Optional.of(keys.path(template));
    } catch (ConfigException e) {
      walk.step(Mark.BAD, new KeysFileReason.BadName(template, ServerLog.why(e)));
      return Optional.empty();
    }
  }

  /** Where a line for this account alone is to be written. */
  private Optional<KeysView> target() {
    List<KeysView> readable = new ArrayList<>(views);
    readable.removeIf(v -> v.text().isEmpty());
    return readable.stream().findFirst().or(() -> views.stream().findFirst());
  }
}
