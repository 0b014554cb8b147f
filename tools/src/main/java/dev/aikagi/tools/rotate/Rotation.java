package dev.aikagi.tools.rotate;

import dev.aikagi.Bytes;
import dev.aikagi.key.PrivateKey;
import dev.aikagi.tools.copyid.FarKeys;
import dev.aikagi.tools.copyid.InstallKey;
import dev.aikagi.tools.copyid.Mode;
import dev.aikagi.tools.copyid.SshWords;
import dev.aikagi.tools.files.Shown;
import dev.aikagi.tools.rotate.Site.Turn;
import java.io.IOException;
import java.util.List;
import java.util.function.Consumer;

/**
 * Puts one key in the place of another one, destination by destination.
 *
 * <p>The steps are: the new line is added, a login with the new key alone proves that it opens the
 * door, the old line is taken out, and both are proven again. Whoever ends this in between leaves a
 * door that one of the two keys opens, and a file that says to the next run how far this one came.
 */
public final class Rotation {
  private static final String ELSEWHERE =
      "look in .ssh/authorized_keys2, in the other files of AuthorizedKeysFile, at what"
          + " AuthorizedKeysCommand says, and for a certificate of this key";

  private final PrivateKey old;
  private final PrivateKey fresh;
  private final InstallKey installed;
  private final boolean resumed;

  /**
   * @param installed the public half of the new key, with its comment
   * @param resumed whether the new key was there before this run, and may open doors already
   */
  public Rotation(PrivateKey old, PrivateKey fresh, InstallKey installed, boolean resumed) {
    this.old = old;
    this.fresh = fresh;
    this.installed = installed;
    this.resumed = resumed;
  }

  /**
   * At one destination.
   *
   * @param note told of what a person may want to know meanwhile
   */
  public Outcome at(SshWords words, Consumer<String> note) {
    return at(new SshSite(old, fresh, installed, words, note));
  }

  Outcome at(Site site) {
    Outcome refused;
    try (Site.Entry entry = site.enter(Turn.OLD)) {
      if (entry.seen() instanceof Seen.Opened) {
        return inside(site, entry, true);
      }
      refused = notOpened("the old key", entry, List.of());
      if (!resumed || !(entry.seen() instanceof Seen.Shut)) {
        return refused;
      }
    }
    // A run before this one may have come to the end here.
    try (Site.Entry entry = site.enter(Turn.NEW)) {
      return entry.seen() instanceof Seen.Opened ? inside(site, entry, false) : refused;
    }
  }

  /**
   * @param byOld whether the old key opened the door; else it is known that it does not
   */
  private Outcome inside(Site site, Site.Entry entry, boolean byOld) {
    FarKeys opened;
    try {
      opened = entry.keys();
    } catch (IOException e) {
      return Outcome.failed(
          ".ssh/authorized_keys of the server: "
              + e.getMessage()
              + (byOld
                  ? "; a key that command= binds to a program cannot be rotated this way"
                  : ""));
    }
    try (FarKeys far = opened) {
      String file = Shown.of(far.keys().path());
      return switch (KeyPlace.of(far.content().toArray(), old.publicKey(), installed)) {
        case KeyPlace.Unclear u -> Outcome.left(file + ": " + u.why());
        case KeyPlace.Absent _ when byOld ->
            Outcome.left(file + " has no line with the old key, which opens it: " + ELSEWHERE);
        case KeyPlace.Done _ when byOld ->
            Outcome.failed(
                file + " has the new key only, and the old one still opens it: " + ELSEWHERE);
        case KeyPlace.Absent _, KeyPlace.Done _ -> Outcome.rotated("was done before");
        case KeyPlace.Ready r when byOld || r.added().isEmpty() -> replace(site, far, r);
        case KeyPlace.Ready r ->
            Outcome.left(
                file
                    + ": the old key stands in line "
                    + r.lines().getFirst()
                    + " and does not open it; the new one does, and is in another place");
      };
    } catch (IOException e) {
      return Outcome.failed(Shown.of(opened.keys().path()) + " of the server: " + e.getMessage());
    }
  }

  private Outcome replace(Site site, FarKeys far, KeyPlace.Ready place) throws IOException {
    List<Mode> modes = List.of();
    Bytes before = far.content();
    if (!place.added().isEmpty()) {
      modes = far.keys().append(place.added().toArray());
      before = Bytes.of(far.keys().read());
    }
    if (!(KeyPlace.of(before.toArray(), old.publicKey(), installed) instanceof KeyPlace.Ready now)
        || !now.added().isEmpty()) {
      return Outcome.failed("the line that was added reads differently: the old one stays");
    }
    try (Site.Entry proof = site.enter(Turn.NEW)) {
      if (!(proof.seen() instanceof Seen.Opened)) {
        return notOpened("the new key's line is there, but it", proof, modes);
      }
    }
    far.keys().replace(before.toArray(), now.without().toArray());
    return confirmed(site, far, before, now);
  }

  /** After the old line is gone. */
  private Outcome confirmed(Site site, FarKeys far, Bytes before, KeyPlace.Ready place) {
    try (Site.Entry proof = site.enter(Turn.NEW)) {
      if (!(proof.seen() instanceof Seen.Opened)) {
        Outcome why = notOpened("without the old key's line, the new one", proof, List.of());
        return Outcome.failed(why.text() + "; " + putBack(far, before, place), why.evidence());
      }
    }
    try (Site.Entry last = site.enter(Turn.OLD)) {
      return switch (last.seen()) {
        case Seen.Shut _ -> Outcome.rotated(twice(place));
        case Seen.NotReached n ->
            Outcome.failed(
                "the old key's line is gone; whether it still opens another way is not known: "
                    + n.said());
        case Seen.Opened _, Seen.Unproven _ ->
            Outcome.failed(
                "the old key's line is gone, and the server still accepts the key: " + ELSEWHERE);
      };
    }
  }

  private static String twice(KeyPlace.Ready place) {
    return place.lines().size() == 1
        ? ""
        : "the old key stood in " + place.lines().size() + " lines, which were the same";
  }

  private static String putBack(FarKeys far, Bytes before, KeyPlace.Ready place) {
    try {
      far.keys().replace(place.without().toArray(), before.toArray());
      return "the old line was put back";
    } catch (IOException e) {
      return "and the old line could not be put back: " + e.getMessage();
    }
  }

  private static Outcome notOpened(String what, Site.Entry entry, List<Mode> modes) {
    return switch (entry.seen()) {
      case Seen.NotReached n -> Outcome.failed(n.said());
      case Seen.Unproven u -> Outcome.failed(what + ": " + u.why());
      case Seen.Shut _ -> Outcome.failed(what + " does not open it", entry.evidence(modes));
      case Seen.Opened _ -> throw new IllegalStateException();
    };
  }
}
