package dev.aikagi.tools.sshd;

import dev.aikagi.Bytes;
import dev.aikagi.Reason;
import dev.aikagi.config.ConfigException;
import dev.aikagi.config.ServerKeywords;
import dev.aikagi.tools.ServerLog;
import dev.aikagi.tools.explain.Finding;
import dev.aikagi.tools.explain.Mark;
import dev.aikagi.tools.explain.Rank;
import dev.aikagi.tools.explain.Remedy;
import dev.aikagi.tools.explain.Words;
import dev.aikagi.trust.AuthorizedKeyOptions;
import dev.aikagi.trust.AuthorizedKeyReason;
import dev.aikagi.trust.FileModeReason;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;

/** Keys: those that would be offered, the files that list them, and what became of each. */
final class KeysWalk {
  private final Walk walk;
  private final UserKeys keys;
  private final List<KeysView> views = new ArrayList<>();
  private final CertificateWalk certificates;

  KeysWalk(Walk walk, ServerLog log) {
    this.walk = walk;
    this.keys =
        new UserKeys(
            walk.user,
            walk.config,
            walk.peer,
            log,
            (_, _) -> {
              throw new IOException("no program is started to explain something");
            });
    this.certificates = new CertificateWalk(walk, keys, views);
  }

  void go() throws IOException {
    List<OfferedKey> offered = KeyFitness.ofUser(walk, keys).offered();
    for (String template : walk.config.value(ServerKeywords.AUTHORIZED_KEYS_FILE)) {
      view(template);
    }
    FileSteps steps = new FileSteps(walk, keys, offered);
    views.forEach(steps::show);
    certificates.show();
    boolean command = new CommandWalk(walk).go();
    if (views.isEmpty() && !certificates.anyAuthority()) {
      noFiles(command ? Rank.LIKELY : Rank.CERTAIN);
    } else if (offered.isEmpty()) {
      if (walk.request.keys().isEmpty()) {
        anyKey(command);
      }
    } else if (offered.stream().noneMatch(this::opens)) {
      offered.forEach(key -> refusedAs(key, offered, command ? Rank.LIKELY : Rank.CERTAIN));
    }
    root(offered);
    walk.config
        .value(ServerKeywords.FORCE_COMMAND)
        .ifPresent(c -> walk.step(Mark.NOTE, "walk.force-command", "command", c));
  }

  private boolean opens(OfferedKey offered) {
    return offered.certificate().isPresent()
        ? certificates.opens(offered.certificate().get())
        : lists(offered).stream().anyMatch(KeysView::usable);
  }

  private void refusedAs(OfferedKey key, List<OfferedKey> all, Rank rank) {
    if (key.certificate().isPresent()) {
      certificates.refused(key.certificate().get(), rank);
      return;
    }
    // Whoever has a certificate of a key means that one to be taken, and not the key.
    boolean certified =
        all.stream().anyMatch(o -> o.certificate().isPresent() && o.key().equals(key.key()));
    refused(key, certified ? Rank.POSSIBLE : rank);
  }

  /** Names that mean no file are findings of their own. */
  private void noFiles(Rank rank) {
    if (walk.config.value(ServerKeywords.AUTHORIZED_KEYS_FILE).isEmpty()) {
      walk.configured(
          rank,
          new ServerSetupReason.NoKeyFiles(walk.user.name()),
          ServerKeywords.AUTHORIZED_KEYS_FILE,
          walk.lines.set(ServerKeywords.AUTHORIZED_KEYS_FILE, ".ssh/authorized_keys"));
    }
  }

  private void view(String template) {
    try {
      Path path = keys.path(template);
      KeyList list = keys.list(template);
      views.add(new KeysView(path, list, text(path, list), walk.peer));
    } catch (ConfigException e) {
      walk.configured(
          Rank.LIKELY,
          new KeysFileReason.BadName(template, ServerLog.why(e)),
          ServerKeywords.AUTHORIZED_KEYS_FILE);
    }
  }

  /** Also where the server does not look any more: what is wrong in it matters next. */
  private Optional<Bytes> text(Path path, KeyList list) {
    return switch (list) {
      case KeyList.Text t -> Optional.of(t.text());
      case KeyList.Open _ ->
          keys.list(path, false) instanceof KeyList.Text t
              ? Optional.of(t.text())
              : Optional.empty();
      // Root reads it then, and shows lines of it.
      case KeyList.Unusable(KeysFileReason.Unreadable _) when !OwnPlace.leadsOut(path, walk.user) ->
          LookAlikes.text(path);
      case KeyList.Unusable _ -> Optional.empty();
    };
  }

  private List<KeysView> lists(OfferedKey key) {
    return views.stream().filter(v -> v.opens(key.key()).isPresent()).toList();
  }

  // One key.

  private void refused(OfferedKey offered, Rank rank) {
    List<KeysView> listing = lists(offered);
    if (!listing.isEmpty()) {
      listing.forEach(v -> place(v, rank, Optional.of(offered)));
      return;
    }
    boolean named = false;
    for (KeysView view : views) {
      for (AuthorizedKeyReason reason : view.about(offered.key())) {
        place(view, rank, Optional.of(offered));
        find(rank, reason, new LineRemedies(view, walk.user).of(reason));
        named = true;
      }
    }
    int before = walk.findings().size();
    views.forEach(v -> place(v, rank, Optional.of(offered)));
    boolean shut = walk.findings().size() > before;
    if (!named && !shut && !elsewhere(offered, rank) && !brokenLines(offered, rank)) {
      notListed(offered, rank);
    }
    lines(Rank.POSSIBLE);
  }

  /** Where no line holds a key, the broken ones are those that were to hold this one. */
  private boolean brokenLines(OfferedKey offered, Rank rank) {
    boolean any = false;
    for (KeysView view : views) {
      for (AuthorizedKeyReason reason :
          view.count() == 0 ? view.faults() : List.<AuthorizedKeyReason>of()) {
        List<Remedy> remedies =
            new ArrayList<>(List.of(new LineRemedies(view, walk.user).of(reason)));
        remedies.add(appended(view, offered));
        find(rank, reason, remedies.toArray(Remedy[]::new));
        any = true;
      }
    }
    return any;
  }

  private boolean elsewhere(OfferedKey offered, Rank rank) {
    LookAlikes alike = alike(Optional.of(offered));
    KeysView view = target();
    for (Path found : alike.named()) {
      find(
          rank,
          new KeysFileReason.NamedOtherwise(view.path(), found),
          view.text().isPresent() || LookAlikes.isBackup(found)
              ? appended(view, offered)
              : LineRemedies.moved(view.path(), found, walk.user));
      return true;
    }
    for (Path found : alike.publicKeys()) {
      find(
          rank,
          new KeysFileReason.NotAppended(view.path(), found),
          LineRemedies.append(view, walk.user, Optional.of(found), offered.line()));
      return true;
    }
    for (Path found : alike.ofOthers()) {
      String owner = new UserKeys.Attributes(true).of(found).map(a -> a.owner()).orElse("-");
      find(
          rank,
          new KeysFileReason.OfSomebodyElse(view.path(), found, owner),
          appended(view, offered));
      return true;
    }
    return false;
  }

  private LookAlikes alike(Optional<OfferedKey> offered) {
    return new LookAlikes(
        walk.user, views.stream().map(KeysView::path).toList(), offered.map(OfferedKey::key));
  }

  /** Where a key is to be put: the first file that can be read, else the first. */
  private KeysView target() {
    return views.stream()
        .filter(v -> v.text().isPresent())
        .findFirst()
        .orElseGet(
            () ->
                views.isEmpty()
                    ? new KeysView(
                        walk.user.home().resolve(".ssh/authorized_keys"),
                        new KeyList.Unusable(new LoginRefusal.Fault("", "")),
                        Optional.empty(),
                        walk.peer)
                    : views.getFirst());
  }

  private Remedy appended(KeysView view, OfferedKey offered) {
    return LineRemedies.append(view, walk.user, offered.publicFile(), offered.line());
  }

  private Remedy moved(KeysView view, Path found) {
    if (view.text().isPresent()) {
      return LineRemedies.append(view, walk.user, Optional.of(found), "");
    }
    return LineRemedies.moved(view.path(), found, walk.user);
  }

  private void notListed(OfferedKey offered, Rank rank) {
    KeysView view = target();
    int count = view.count();
    Reason reason =
        view.text().isEmpty()
            ? view.list() instanceof KeyList.Unusable(Reason why)
                ? why
                : new KeysFileReason.Missing(view.path())
            : count == 0
                ? new AuthorizedKeyReason.NoKeys(view.path().toString())
                : new KeysFileReason.NotListed(view.path().toString(), count);
    walk.find(
        Finding.of(rank, reason, appended(view, offered))
            .seen(walk.lines.evidence(ServerKeywords.AUTHORIZED_KEYS_FILE)));
  }

  // Any key.

  private void anyKey(boolean command) {
    boolean open =
        certificates.anyAuthority()
            || views.stream()
                .anyMatch(v -> v.usable() && (!v.openings().isEmpty() || v.namesAuthority()));
    for (KeysView view : views) {
      for (KeysView.Opening opening : view.openings()) {
        walk.step(
            view.usable() ? Mark.OK : Mark.NOTE,
            view.usable() ? "walk.opens" : "walk.would-open",
            "key",
            opening.key(),
            "file",
            view.path(),
            "line",
            opening.entry().number());
      }
    }
    if (open) {
      lines(Rank.POSSIBLE);
      views.forEach(v -> place(v, Rank.POSSIBLE, Optional.empty()));
      return;
    }
    Rank rank = command ? Rank.LIKELY : Rank.CERTAIN;
    int before = walk.findings().size();
    views.forEach(v -> place(v, rank, Optional.empty()));
    lines(rank);
    if (walk.findings().size() == before) {
      views.forEach(v -> v.outOfUse().forEach(r -> find(rank, r)));
    }
    if (walk.findings().size() == before) {
      noKeyAnywhere(rank);
    }
  }

  private void noKeyAnywhere(Rank rank) {
    LookAlikes alike = alike(Optional.empty());
    KeysView view = target();
    List<Path> named = alike.named();
    named.forEach(
        f -> find(rank, new KeysFileReason.NamedOtherwise(view.path(), f), moved(view, f)));
    // What is meant to open this account, or what somebody carries about: nobody knows.
    for (Path found : alike.publicKeys()) {
      find(
          Rank.POSSIBLE,
          new KeysFileReason.NotAppended(view.path(), found),
          LineRemedies.append(view, walk.user, Optional.of(found), ""));
    }
    if (named.isEmpty()) {
      Reason reason =
          view.text().isPresent()
              ? new AuthorizedKeyReason.NoKeys(view.path().toString())
              : view.list() instanceof KeyList.Unusable(Reason why)
                  ? why
                  : new KeysFileReason.Missing(view.path());
      walk.find(
          Finding.of(rank, reason).seen(walk.lines.evidence(ServerKeywords.AUTHORIZED_KEYS_FILE)));
    }
  }

  // What is wrong with places and lines.

  private void place(KeysView view, Rank rank, Optional<OfferedKey> offered) {
    switch (view.list()) {
      case KeyList.Open open -> {
        for (FileModeReason fault : UserKeys.named(open)) {
          walk.find(
              Finding.of(rank, fault, Walk.useful(ModeRemedies.of(fault, walk.user)))
                  .seen(walk.lines.evidence(ServerKeywords.STRICT_MODES)));
        }
      }
      case KeyList.Unusable(KeysFileReason.Unreadable why) when isBelowFile(why.path()) -> {
        Path parent = Objects.requireNonNull(why.path().getParent());
        find(
            rank,
            new FileModeReason.NotAFolder(parent),
            LineRemedies.instead(parent, why.path(), walk.user, offered));
      }
      case KeyList.Unusable(KeysFileReason.Unreadable why) ->
          find(rank, why, ModeRemedies.readable(why.path(), walk.user));
      case KeyList.Unusable(KeysFileReason.NotRegular why) ->
          find(rank, why, LineRemedies.instead(why.path(), why.path(), walk.user, offered));
      case KeyList.Unusable(KeysFileReason.TooLarge why) -> find(rank, why);
      case KeyList.Unusable _, KeyList.Text _ -> {}
    }
  }

  private static boolean isBelowFile(Path path) {
    Path parent = path.getParent();
    return parent != null && Files.isRegularFile(parent, LinkOption.NOFOLLOW_LINKS);
  }

  private void lines(Rank rank) {
    for (KeysView view : views) {
      for (AuthorizedKeyReason reason : view.faults()) {
        find(rank, reason, new LineRemedies(view, walk.user).of(reason));
      }
    }
  }

  private void find(Rank rank, Reason reason, Remedy... remedies) {
    Finding finding = Finding.of(rank, reason, Walk.useful(remedies));
    walk.find(
        reason instanceof AuthorizedKeyReason line
            ? finding.seen(
                Words.of(
                    "walk.seen.line",
                    "file",
                    line.file(),
                    "line",
                    line.line(),
                    "text",
                    views.stream()
                        .filter(v -> v.path().toString().equals(line.file()))
                        .map(v -> LineEdit.shown(v.line(line.line())))
                        .findFirst()
                        .orElse("")))
            : finding);
  }

  // Root.

  private void root(List<OfferedKey> offered) {
    List<AuthorizedKeyOptions> options = new ArrayList<>();
    for (KeysView view : views) {
      if (offered.isEmpty()) {
        view.openings().forEach(o -> options.add(o.entry().options()));
      } else {
        offered.stream()
            .filter(k -> k.certificate().isEmpty())
            .forEach(k -> view.opens(k.key()).ifPresent(o -> options.add(o.entry().options())));
      }
    }
    if (options.isEmpty()) {
      options.add(AuthorizedKeyOptions.NONE);
    }
    List<Optional<Reason>> refusals =
        options.stream()
            .map(o -> SystemUser.rootRefusal(walk.user, walk.config, "publickey", o))
            .toList();
    if (refusals.stream().allMatch(Optional::isPresent)) {
      walk.configured(
          Rank.CERTAIN,
          refusals.getFirst().orElseThrow(),
          ServerKeywords.PERMIT_ROOT_LOGIN,
          walk.lines.set(ServerKeywords.PERMIT_ROOT_LOGIN, "prohibit-password"));
    }
  }
}
