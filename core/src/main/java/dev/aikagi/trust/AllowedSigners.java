package dev.aikagi.trust;

import dev.aikagi.MalformedException;
import dev.aikagi.key.Certificate;
import dev.aikagi.key.FileSignature;
import dev.aikagi.key.RsaPublicKey;
import dev.aikagi.key.SignatureAlgorithm;
import dev.aikagi.pattern.Patterns;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.InstantSource;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * The text of an allowed_signers file (ssh-keygen(1), ALLOWED SIGNERS): whose signatures of files
 * are believed, by which keys, for what and when. Immutable.
 *
 * <p>A line that cannot be understood completely counts for nobody. Nothing here looks at the
 * signature's own truth: that is {@link FileSignature#verify}.
 */
public final class AllowedSigners {
  private final String file;
  private final List<Line> lines;
  private final ZoneId zone;

  /** One line that is neither empty nor a comment. */
  public sealed interface Line {
    /** Counted from 1. */
    int number();

    /**
     * A key, and whose it is.
     *
     * @param principals a list of patterns, as it stands there
     */
    record Entry(int number, String principals, AllowedSignerOptions options, KeyText key)
        implements Line {}

    /** A line that does not count. */
    record Unusable(int number, AllowedSignerReason reason) implements Line {}
  }

  private AllowedSigners(String file, List<Line> lines, ZoneId zone) {
    this.file = file;
    this.lines = List.copyOf(lines);
    this.zone = zone;
  }

  /** Parses; times of options without Z are in the zone of this machine. */
  public static AllowedSigners parse(String file, byte[] text) {
    return parse(file, text, ZoneId.systemDefault());
  }

  /**
   * Parses a file of any content; nothing is refused as a whole.
   *
   * @param file as reasons name it
   * @param zone of times without Z
   */
  public static AllowedSigners parse(String file, byte[] text, ZoneId zone) {
    List<Line> lines = new ArrayList<>();
    int number = 0;
    for (String raw : TextLines.split(new String(text, StandardCharsets.UTF_8))) {
      number++;
      String line = TextLines.untilNul(raw).strip();
      if (!line.isEmpty() && line.charAt(0) != '#') {
        lines.add(line(file, number, line, zone));
      }
    }
    return new AllowedSigners(file, lines, zone);
  }

  private static Line line(String file, int number, String line, ZoneId zone) {
    try {
      Words words = new Words(line);
      String principals = words.principals();
      String options = KeyText.startsKey(line, words.position) ? "" : words.options();
      return new Line.Entry(
          number, principals, AllowedSignerOptions.parse(options, zone), words.key());
    } catch (OptionSyntaxException e) {
      return bad(file, number, "bad options: " + e.getMessage());
    } catch (MalformedException e) {
      return bad(file, number, String.valueOf(e.getMessage()));
    }
  }

  private static Line bad(String file, int number, String detail) {
    return new Line.Unusable(number, new AllowedSignerReason.BadLine(file, number, detail));
  }

  /** What stands on a line, one after the other. */
  private static final class Words {
    private final String line;
    private int position;

    Words(String line) {
      this.line = line;
    }

    /** Quotes hold blanks together. */
    String principals() throws MalformedException {
      if (line.charAt(0) != '"') {
        int end = KeyText.wordEnd(line, 0);
        position = KeyText.skipBlanks(line, end);
        return line.substring(0, end);
      }
      int end = line.indexOf('"', 1);
      if (end < 0) {
        throw new MalformedException("invalid line");
      }
      position = KeyText.skipBlanks(line, end + 1);
      return line.substring(1, end);
    }

    String options() throws MalformedException {
      int end = AuthorizedKeys.optionsEnd(line, position);
      if (end < 0) {
        throw new MalformedException("invalid options");
      }
      String options = line.substring(position, end);
      position = KeyText.skipBlanks(line, end);
      if (position == line.length()) {
        throw new MalformedException("missing key");
      }
      return options;
    }

    KeyText key() throws MalformedException {
      try {
        return KeyText.read(line, position);
      } catch (MalformedException e) {
        throw new MalformedException("invalid key: " + e.getMessage(), e);
      }
    }
  }

  /** As it was named. */
  public String file() {
    return file;
  }

  public List<Line> lines() {
    return lines;
  }

  /** The answer about one signature. */
  public sealed interface Decision {
    /**
     * Whom the first line that believes it names.
     *
     * @param principals one after the other
     */
    record Allowed(List<String> principals, AllowedSignerReason.Accepted reason)
        implements Decision {}

    /** Why each line does not. */
    record NotAllowed(List<AllowedSignerReason> reasons) implements Decision {
      public NotAllowed {
        reasons = List.copyOf(reasons);
      }
    }
  }

  /**
   * Whether a signature counts as one of this person.
   *
   * @param identity such as a mail address
   * @param at when it has to have been allowed
   */
  public Decision decide(FileSignature signature, String identity, Instant at) {
    List<AllowedSignerReason> reasons = new ArrayList<>();
    for (Line line : lines) {
      switch (line) {
        case Line.Unusable u -> reasons.add(u.reason());
        case Line.Entry e when !Patterns.matchesList(identity, e.principals()) ->
            reasons.add(new AllowedSignerReason.OtherPrincipals(file, e.number(), e.principals()));
        case Line.Entry e -> {
          Optional<AllowedSignerReason> refusal =
              refusal(e, signature, Optional.of(identity), at)
                  .or(() -> namespaceRefusal(e, signature));
          if (refusal.isEmpty()) {
            return new Decision.Allowed(List.of(identity), accepted(e));
          }
          reasons.add(refusal.get());
        }
      }
    }
    return new Decision.NotAllowed(reasons);
  }

  /** Whose signature it could be, whatever it is for. */
  public Decision principals(FileSignature signature, Instant at) {
    List<AllowedSignerReason> reasons = new ArrayList<>();
    for (Line line : lines) {
      switch (line) {
        case Line.Unusable u -> reasons.add(u.reason());
        case Line.Entry e -> {
          Optional<AllowedSignerReason> refusal = refusal(e, signature, Optional.empty(), at);
          List<String> names = refusal.isEmpty() ? names(e, signature) : List.of();
          if (!names.isEmpty()) {
            return new Decision.Allowed(names, accepted(e));
          }
          reasons.add(
              refusal.orElseGet(
                  () -> new AllowedSignerReason.OtherPrincipals(file, e.number(), e.principals())));
        }
      }
    }
    return new Decision.NotAllowed(reasons);
  }

  /** Of a certificate, those of its principals that the line is for. */
  private static List<String> names(Line.Entry e, FileSignature signature) {
    if (!e.options().certAuthority()) {
      return List.of(e.principals().split(",", -1));
    }
    return signature.certificate().orElseThrow().principals().stream()
        .filter(p -> Patterns.matchesList(p, e.principals()))
        .toList();
  }

  /** The lists of principals that this person is in, whatever key they are for. */
  public List<String> matching(String identity) {
    return lines.stream()
        .filter(Line.Entry.class::isInstance)
        .map(l -> ((Line.Entry) l).principals())
        .filter(p -> Patterns.matchesList(identity, p))
        .toList();
  }

  private AllowedSignerReason.Accepted accepted(Line.Entry e) {
    return new AllowedSignerReason.Accepted(file, e.number(), e.principals());
  }

  private Optional<AllowedSignerReason> refusal(
      Line.Entry e, FileSignature signature, Optional<String> identity, Instant at) {
    return keyRefusal(e, signature, identity, at).or(() -> timeRefusal(e, at));
  }

  private Optional<AllowedSignerReason> keyRefusal(
      Line.Entry e, FileSignature signature, Optional<String> identity, Instant at) {
    Certificate certificate = signature.certificate().orElse(null);
    if (!e.options().certAuthority()) {
      // A certificate counts by its authority alone, as with OpenSSH.
      return certificate == null && e.key().blob().equals(signature.key().blob())
          ? Optional.empty()
          : otherKey(e);
    }
    if (certificate == null || !e.key().blob().equals(certificate.signatureKey().blob())) {
      return otherKey(e);
    }
    CertificatePolicy policy =
        new CertificatePolicy(
            SignatureAlgorithm.DEFAULT, RsaPublicKey.MIN_BITS, InstantSource.fixed(at));
    return identity
        .map(name -> policy.userRefusal(certificate, name))
        .orElseGet(() -> policy.userRefusal(certificate))
        .map(why -> new AllowedSignerReason.CertificateRefused(file, e.number(), why));
  }

  private Optional<AllowedSignerReason> otherKey(Line.Entry e) {
    return Optional.of(new AllowedSignerReason.OtherKey(file, e.number(), e.key().blob()));
  }

  private Optional<AllowedSignerReason> namespaceRefusal(Line.Entry e, FileSignature signature) {
    String allowed = e.options().namespaces();
    return allowed == null || Patterns.matchesList(signature.namespace(), allowed)
        ? Optional.empty()
        : Optional.of(
            new AllowedSignerReason.OtherNamespace(
                file, e.number(), signature.namespace(), allowed));
  }

  private Optional<AllowedSignerReason> timeRefusal(Line.Entry e, Instant at) {
    Instant after = e.options().validAfter();
    if (after != null && at.getEpochSecond() < after.getEpochSecond()) {
      return Optional.of(new AllowedSignerReason.NotYetValid(file, e.number(), at, after, zone));
    }
    Instant before = e.options().validBefore();
    return before != null && at.getEpochSecond() > before.getEpochSecond()
        ? Optional.of(new AllowedSignerReason.Expired(file, e.number(), at, before, zone))
        : Optional.empty();
  }
}
