package dev.aikagi.tools.sshd;

import dev.aikagi.Bytes;
import dev.aikagi.MalformedException;
import dev.aikagi.key.PublicKey;
import dev.aikagi.trust.AuthorizedKeyReason;
import dev.aikagi.trust.AuthorizedKeys;
import dev.aikagi.trust.AuthorizedKeys.Line;
import dev.aikagi.trust.LineMend;
import dev.aikagi.trust.OfferedCertificate;
import dev.aikagi.trust.UserCertificateRefusal;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * One place of AuthorizedKeysFile, with all that is to be seen there.
 *
 * @param list what the server finds
 * @param text what the file holds, also where the server does not read it
 */
record KeysView(Path path, KeyList list, Optional<Bytes> text, Peer peer) {
  /** Judges from= where the address is not known: what it says is not counted then. */
  private static final String ANY_ADDRESS = "0.0.0.0";

  /** A line that lets a key in. */
  record Opening(Line.Entry entry, PublicKey key) {}

  boolean usable() {
    return list instanceof KeyList.Text;
  }

  AuthorizedKeys keys() {
    return AuthorizedKeys.examine(path.toString(), text.orElse(Bytes.EMPTY).toArray());
  }

  /**
   * What a line says to this key; the place that the client comes from counts where it is known.
   */
  AuthorizedKeyReason judge(AuthorizedKeys keys, Line.Entry entry, PublicKey key) {
    boolean known = peer.source().isPresent();
    String address = known ? peer.address() : ANY_ADDRESS;
    String host = known ? peer.host() : ANY_ADDRESS;
    AuthorizedKeyReason reason = keys.judge(entry, key, host, address, Instant.now());
    return reason instanceof AuthorizedKeyReason.NotFrom && !known
        ? new AuthorizedKeyReason.Accepted(keys.file(), entry.number(), entry.type(), entry.blob())
        : reason;
  }

  /** The same for a certificate. */
  AuthorizedKeyReason judge(AuthorizedKeys keys, Line.Entry entry, OfferedCertificate offered) {
    AuthorizedKeyReason reason = keys.judge(entry, offered, Instant.now());
    return peer.source().isEmpty() && onlyOfPlace(reason)
        ? new AuthorizedKeyReason.AcceptedCertificate(
            keys.file(), entry.number(), offered.certificate())
        : reason;
  }

  private static boolean onlyOfPlace(AuthorizedKeyReason reason) {
    return reason instanceof AuthorizedKeyReason.NotFrom
        || (reason instanceof AuthorizedKeyReason.CertificateRefused refused
            && refused.why() instanceof UserCertificateRefusal.NotFromSource);
  }

  /** Whether a line trusts an authority. */
  boolean namesAuthority() {
    return entries(keys()).anyMatch(e -> e.options().certAuthority());
  }

  /** The line that lets a certificate in. */
  Optional<Line.Entry> opens(OfferedCertificate offered) {
    AuthorizedKeys keys = keys();
    return entries(keys).filter(e -> judge(keys, e, offered).accepts()).findFirst();
  }

  /** Why lines about a certificate do not let it in. */
  List<AuthorizedKeyReason> about(OfferedCertificate offered) {
    AuthorizedKeys keys = keys();
    return entries(keys)
        .map(e -> judge(keys, e, offered))
        .filter(r -> r.isAbout(offered.certificate()))
        .toList();
  }

  private static Stream<Line.Entry> entries(AuthorizedKeys keys) {
    return keys.lines().stream().filter(Line.Entry.class::isInstance).map(Line.Entry.class::cast);
  }

  Optional<Opening> opens(PublicKey key) {
    AuthorizedKeys keys = keys();
    for (Line line : keys.lines()) {
      if (line instanceof Line.Entry e
          && judge(keys, e, key) instanceof AuthorizedKeyReason.Accepted) {
        return Optional.of(new Opening(e, key));
      }
    }
    return Optional.empty();
  }

  /** Every line that lets its own key in. */
  List<Opening> openings() {
    AuthorizedKeys keys = keys();
    List<Opening> all = new ArrayList<>();
    for (Line line : keys.lines()) {
      if (line instanceof Line.Entry e) {
        parsed(e)
            .filter(k -> judge(keys, e, k) instanceof AuthorizedKeyReason.Accepted)
            .ifPresent(k -> all.add(new Opening(e, k)));
      }
    }
    return all;
  }

  static Optional<PublicKey> parsed(Line.Entry entry) {
    try {
      return Optional.of(PublicKey.parse(entry.blob()));
    } catch (MalformedException e) {
      return Optional.empty();
    }
  }

  /** Why lines with this key do not let it in. */
  List<AuthorizedKeyReason> about(PublicKey key) {
    AuthorizedKeys keys = keys();
    List<AuthorizedKeyReason> about = new ArrayList<>();
    for (Line line : keys.lines()) {
      AuthorizedKeyReason reason =
          switch (line) {
            case Line.Entry e -> judge(keys, e, key);
            case Line.Unusable u -> u.reason();
          };
      if (reason.isAbout(key) || holds(reason, key)) {
        about.add(reason);
      }
    }
    keys.hidden().stream().filter(h -> h.isAbout(key)).forEach(about::add);
    return about;
  }

  /** Whether what is meant to stand there is this key. */
  private boolean holds(AuthorizedKeyReason reason, PublicKey key) {
    return LineMend.of(text.orElse(Bytes.EMPTY).toArray(), reason).stream()
        .flatMap(m -> m.lines().stream())
        .anyMatch(l -> l.contains(key.line()));
  }

  /** Keys that somebody took out of use. */
  List<AuthorizedKeyReason> outOfUse() {
    return all().stream().filter(AuthorizedKeyReason.OutOfUse.class::isInstance).toList();
  }

  /** What is wrong with lines of their own, whoever comes with which key. */
  List<AuthorizedKeyReason> faults() {
    return all().stream().filter(r -> !(r instanceof AuthorizedKeyReason.OutOfUse)).toList();
  }

  private List<AuthorizedKeyReason> all() {
    AuthorizedKeys keys = keys();
    List<AuthorizedKeyReason> all = new ArrayList<>();
    for (Line line : keys.lines()) {
      switch (line) {
        case Line.Entry e ->
            parsed(e)
                .map(k -> judge(keys, e, k))
                // A line for certificates is no fault, although its own key opens nothing.
                .filter(
                    r -> !(r.accepts() || r instanceof AuthorizedKeyReason.CertificateAuthority))
                .ifPresent(all::add);
        case Line.Unusable u -> {
          if (!(u.reason() instanceof AuthorizedKeyReason.Continued)) {
            all.add(u.reason());
          }
        }
      }
    }
    all.addAll(keys.hidden());
    return all;
  }

  int count() {
    return (int) keys().lines().stream().filter(Line.Entry.class::isInstance).count();
  }

  /** The line as it stands there, without blanks around it. */
  String line(int number) {
    String all = new String(text.orElse(Bytes.EMPTY).toArray(), StandardCharsets.UTF_8);
    // Not lines(): a CR by itself ends no line for whoever counts them.
    List<String> lines = List.of(all.split("\n", -1));
    if (number < 1 || number > lines.size()) {
      return "";
    }
    String line = lines.get(number - 1);
    return line.endsWith("\r") ? line.substring(0, line.length() - 1) : line;
  }
}
