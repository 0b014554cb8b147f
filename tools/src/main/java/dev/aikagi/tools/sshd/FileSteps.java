package dev.aikagi.tools.sshd;

import dev.aikagi.Reason;
import dev.aikagi.key.PublicKey;
import dev.aikagi.tools.explain.Mark;
import dev.aikagi.tools.explain.Step;
import dev.aikagi.tools.explain.TidyUp;
import dev.aikagi.tools.explain.Words;
import dev.aikagi.trust.AuthorizedKeyReason;
import dev.aikagi.trust.AuthorizedKeys;
import dev.aikagi.trust.AuthorizedKeys.Line;
import dev.aikagi.trust.FileModeReason;
import dev.aikagi.trust.FileModes;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** A file of keys in the tree of steps: folder by folder, and line by line. */
final class FileSteps {
  private static final int MOST_LINES = 50;

  private final Walk walk;
  private final UserKeys keys;
  private final List<OfferedKey> offered;

  FileSteps(Walk walk, UserKeys keys, List<OfferedKey> offered) {
    this.walk = walk;
    this.keys = keys;
    this.offered = offered;
  }

  void show(KeysView view) {
    switch (view.list()) {
      case KeyList.Unusable(KeysFileReason.Missing why) ->
          walk.step(new Step(Mark.NOTE, Words.of(why), places(view, List.of())));
      case KeyList.Unusable(Reason why) ->
          walk.step(new Step(Mark.BAD, Words.of(why), places(view, List.of())));
      case KeyList.Open open -> {
        List<Step> parts = places(view, UserKeys.named(open));
        parts.addAll(lines(view));
        walk.step(new Step(Mark.BAD, Words.of("walk.file-not-read", "file", view.path()), parts));
      }
      case KeyList.Text _ -> {
        List<Step> parts = places(view, List.of());
        parts.addAll(lines(view));
        walk.step(new Step(Mark.OK, Words.of("walk.file", "file", view.path()), parts));
      }
    }
  }

  private List<Step> places(KeysView view, List<FileModeReason> faults) {
    List<Step> parts = new ArrayList<>();
    UserKeys.Attributes source = new UserKeys.Attributes(true);
    Path real = source.realPath(view.path());
    for (Path part : ModeRemedies.way(real == null ? view.path() : real, walk.user)) {
      FileModes.Attributes seen = source.of(part).orElse(null);
      if (seen != null) {
        boolean bad = faults.stream().anyMatch(f -> f.path().equals(part));
        parts.add(
            Step.of(
                bad ? Mark.BAD : Mark.OK,
                Words.of("walk.place", "path", part, "owner", seen.owner(), "mode", seen.mode())));
      }
    }
    return parts;
  }

  private List<Step> lines(KeysView view) {
    AuthorizedKeys keys = view.keys();
    List<Step> parts = new ArrayList<>();
    for (Line line : keys.lines()) {
      if (parts.size() == MOST_LINES) {
        parts.add(
            Step.of(
                Mark.NOTE, Words.of("walk.more-lines", "count", keys.lines().size() - MOST_LINES)));
        break;
      }
      switch (line) {
        case Line.Unusable u when u.reason() instanceof AuthorizedKeyReason.Continued -> {}
        case Line.Unusable u -> parts.add(unusable(u.reason()));
        case Line.Entry e -> parts.add(entry(view, keys, e));
      }
    }
    keys.hidden().forEach(h -> parts.add(unusable(h)));
    if (keys.lines().isEmpty() && keys.hidden().isEmpty()) {
      parts.add(Step.of(Mark.NOTE, new AuthorizedKeyReason.NoKeys(keys.file())));
    }
    lineEnds(view).ifPresent(parts::add);
    return parts;
  }

  /** No fault, and the user's own to tidy up; what is elsewhere is the administrator's. */
  private Optional<Step> lineEnds(KeysView view) {
    boolean own =
        AsUser.isInHome(view.path(), walk.user) && !OwnPlace.leadsOut(view.path(), walk.user);
    Optional<TidyUp> tidyUp =
        view.text().filter(t -> own).flatMap(t -> TidyUp.ofLineEnds(view.path(), t));
    tidyUp.ifPresent(walk::tidy);
    return tidyUp.map(t -> Step.of(Mark.NOTE, t.what()));
  }

  /** What was taken out of use is no fault. */
  private static Step unusable(AuthorizedKeyReason reason) {
    return Step.of(reason instanceof AuthorizedKeyReason.OutOfUse ? Mark.NOTE : Mark.BAD, reason);
  }

  private Step entry(KeysView view, AuthorizedKeys keys, Line.Entry entry) {
    AuthorizedKeyReason reason = null;
    for (OfferedKey key : offered) {
      AuthorizedKeyReason said = said(view, keys, entry, key);
      if (reason == null || isAbout(said, key)) {
        reason = said;
      }
    }
    if (offered.isEmpty()) {
      PublicKey own = KeysView.parsed(entry).orElse(null);
      if (own == null) {
        return Step.of(
            Mark.BAD,
            new AuthorizedKeyReason.NotAKey(keys.file(), entry.number(), entry.type().wireName()));
      }
      reason = view.judge(keys, entry, own);
    }
    return Step.of(
        switch (reason) {
          case AuthorizedKeyReason.Accepted _, AuthorizedKeyReason.AcceptedCertificate _ -> Mark.OK;
          case AuthorizedKeyReason.OtherKey _ -> Mark.NOTE;
          case AuthorizedKeyReason.CertificateAuthority _ when offered.isEmpty() -> Mark.OK;
          case null, default -> Mark.BAD;
        },
        java.util.Objects.requireNonNull(reason));
  }

  private AuthorizedKeyReason said(
      KeysView view, AuthorizedKeys keys, Line.Entry entry, OfferedKey key) {
    return key.certificate().isPresent()
        ? view.judge(keys, entry, this.keys.offered(key.certificate().get()))
        : view.judge(keys, entry, key.key());
  }

  private static boolean isAbout(AuthorizedKeyReason said, OfferedKey key) {
    return key.certificate().map(said::isAbout).orElseGet(() -> said.isAbout(key.key()));
  }
}
