package dev.aikagi.trust;

import dev.aikagi.Bytes;
import dev.aikagi.MalformedException;
import dev.aikagi.key.Certificate;
import dev.aikagi.key.KeyType;
import dev.aikagi.key.PublicKey;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import java.util.function.UnaryOperator;

/**
 * The text of an authorized_keys file (sshd(8), AUTHORIZED_KEYS FILE FORMAT). Immutable.
 *
 * <p>A line that cannot be understood completely authorises nobody.
 */
public final class AuthorizedKeys {
  private final String file;
  private final List<Line> lines;

  /** Keys that stand in the file where sshd looks for none. */
  private final List<AuthorizedKeyReason> hidden;

  /** One line that is neither empty nor a comment. */
  public sealed interface Line {
    /** Counted from 1. */
    int number();

    /**
     * A key with its options.
     *
     * @param blob not parsed yet; {@link PublicKey#parse} does that
     */
    record Entry(int number, KeyType type, Bytes blob, AuthorizedKeyOptions options, String comment)
        implements Line {}

    /** A line that does not count. */
    record Unusable(int number, AuthorizedKeyReason reason) implements Line {}
  }

  private AuthorizedKeys(String file, List<Line> lines, List<AuthorizedKeyReason> hidden) {
    this.file = file;
    this.lines = List.copyOf(lines);
    this.hidden = List.copyOf(hidden);
  }

  /** Parses; times of expiry-time without Z are in the zone of this machine. */
  public static AuthorizedKeys parse(String file, byte[] text) {
    return parse(file, text, ZoneId.systemDefault());
  }

  /**
   * Parses a file of any content; nothing is refused as a whole.
   *
   * <p>What a faulty line is exactly is not looked for: before the login, a faulty file must cost
   * no more than another one, whether the account exists or not. {@link #examine} looks.
   *
   * @param file as reasons name it
   */
  public static AuthorizedKeys parse(String file, byte[] text, ZoneId zone) {
    List<String> all = TextLines.split(new String(text, StandardCharsets.UTF_8));
    return new AuthorizedKeys(file, lines(file, all, zone, false), List.of());
  }

  /** Parses for a person who asks why a line does not count, and where else keys are. */
  public static AuthorizedKeys examine(String file, byte[] text) {
    ZoneId zone = ZoneId.systemDefault();
    List<String> all = TextLines.split(new String(text, StandardCharsets.UTF_8));
    boolean wide = WideText.is(text);
    List<AuthorizedKeyReason> hidden =
        wide ? List.of() : HiddenKeys.in(file, all, r -> line(file, 0, r, zone, false));
    List<Line> lines = LineFaults.named(file, all, wide, lines(file, all, zone, true));
    return new AuthorizedKeys(file, lines, hidden);
  }

  private static List<Line> lines(String file, List<String> all, ZoneId zone, boolean exact) {
    List<Line> lines = new ArrayList<>();
    int number = 0;
    for (String raw : all) {
      number++;
      String line = TextLines.untilNul(raw);
      int start = KeyText.skipBlanks(line, 0);
      boolean empty = line.substring(start).isBlank() || line.charAt(start) == '#';
      if (!empty) {
        lines.add(line(file, number, line.substring(start), zone, exact));
      }
    }
    return lines;
  }

  /**
   * One line without blanks before it.
   *
   * @param exact whether to say which of all faults the options have
   */
  private static Line line(String file, int number, String line, ZoneId zone, boolean exact) {
    int keyStart = 0;
    String optionText = "";
    if (!KeyText.startsKey(line, 0)) {
      int end = optionsEnd(line, 0);
      if (end < 0) {
        String detail = "missing end quote";
        return new Line.Unusable(
            number,
            exact
                ? new AuthorizedKeyReason.QuoteMissing(file, number, detail, Bytes.EMPTY)
                : new AuthorizedKeyReason.BadOptions(file, number, detail, Bytes.EMPTY));
      }
      optionText = line.substring(0, end);
      keyStart = KeyText.skipBlanks(line, end);
    }
    KeyText key;
    try {
      key = KeyText.read(line, keyStart);
    } catch (MalformedException e) {
      return new Line.Unusable(
          number, new AuthorizedKeyReason.NotAKey(file, number, String.valueOf(e.getMessage())));
    }
    if (key.type().certificate()) {
      return new Line.Unusable(
          number, new AuthorizedKeyReason.CertificateInFile(file, number, key.type()));
    }
    try {
      AuthorizedKeyOptions options =
          optionText.isEmpty()
              ? AuthorizedKeyOptions.NONE
              : AuthorizedKeyOptionsParser.parse(optionText, zone);
      return new Line.Entry(number, key.type(), key.blob(), options, key.comment());
    } catch (OptionSyntaxException e) {
      return new Line.Unusable(number, bad(file, number, e, key.blob(), exact));
    }
  }

  private static AuthorizedKeyReason bad(
      String file, int number, OptionSyntaxException e, Bytes blob, boolean exact) {
    String detail = String.valueOf(e.getMessage());
    if (!exact) {
      return new AuthorizedKeyReason.BadOptions(file, number, detail, blob);
    }
    if (e.missesQuote()) {
      return new AuthorizedKeyReason.QuoteMissing(file, number, detail, blob);
    }
    return e.unknown().isEmpty()
        ? new AuthorizedKeyReason.BadOptions(file, number, detail, blob)
        : new AuthorizedKeyReason.UnknownOption(
            file, number, e.unknown().get(), KeyOptionNames.nearest(e.unknown().get()), blob);
  }

  /** The blank after the options, outside of quotes; -1 where a quote is not closed. */
  static int optionsEnd(String line, int from) {
    boolean quoted = false;
    int i = from;
    for (; i < line.length(); i++) {
      char c = line.charAt(i);
      if (!quoted && (c == ' ' || c == '\t')) {
        break;
      }
      if (c == '\\' && i + 1 < line.length() && line.charAt(i + 1) == '"') {
        i++;
      } else if (c == '"') {
        quoted = !quoted;
      }
    }
    return quoted ? -1 : i;
  }

  /**
   * What stands before the key of a line that has one, as it stands there; empty where nothing
   * does. All that has a meaning here is ASCII, so the line may be octets too.
   */
  public static String optionText(String line) {
    int start = KeyText.skipBlanks(line, 0);
    int end = KeyText.startsKey(line, start) ? start : optionsEnd(line, start);
    return end < 0 ? "" : line.substring(start, end);
  }

  /** As it was named. */
  public String file() {
    return file;
  }

  public List<Line> lines() {
    return lines;
  }

  /**
   * Keys that stand where sshd looks for none, such as in the comment of another one; only {@link
   * #examine} looks for them.
   */
  public List<AuthorizedKeyReason> hidden() {
    return hidden;
  }

  /** The answer to one key. */
  public sealed interface Decision {
    /** The first line that authorises the key, and what it grants. */
    record Authorized(AuthorizedKeyOptions options, AuthorizedKeyReason reason)
        implements Decision {}

    /** Why each line does not; one reason for the file where it has no line. */
    record NotAuthorized(List<AuthorizedKeyReason> reasons) implements Decision {
      public NotAuthorized {
        reasons = List.copyOf(reasons);
      }
    }
  }

  /**
   * Whether a line authorises this key for a client.
   *
   * @param clientHost name of the client, or its address where no name is known (UseDNS no)
   * @param clientAddress numeric
   */
  public Decision decide(PublicKey key, String clientHost, String clientAddress, Instant now) {
    return decide(e -> judge(e, key, clientHost, clientAddress, now), UnaryOperator.identity());
  }

  /** Whether a line with cert-authority authorises this certificate. */
  public Decision decide(OfferedCertificate offered, Instant now) {
    return decide(e -> judge(e, offered, now), offered::permissions);
  }

  private Decision decide(
      Function<Line.Entry, AuthorizedKeyReason> judge, UnaryOperator<AuthorizedKeyOptions> grant) {
    List<AuthorizedKeyReason> reasons = new ArrayList<>();
    for (Line line : lines) {
      switch (line) {
        case Line.Unusable u -> reasons.add(u.reason());
        case Line.Entry e -> {
          AuthorizedKeyReason reason = judge.apply(e);
          if (reason.accepts()) {
            return new Decision.Authorized(grant.apply(e.options()), reason);
          }
          reasons.add(reason);
        }
      }
    }
    if (reasons.isEmpty()) {
      reasons.add(new AuthorizedKeyReason.NoKeys(file));
    }
    return new Decision.NotAuthorized(reasons);
  }

  /** What one line says to a key; the decision about the file is made of nothing else. */
  public AuthorizedKeyReason judge(
      Line.Entry entry, PublicKey key, String host, String address, Instant now) {
    int n = entry.number();
    if (entry.options().certAuthority()) {
      return new AuthorizedKeyReason.CertificateAuthority(file, n, entry.blob());
    }
    if (!entry.blob().equals(key.blob())) {
      return new AuthorizedKeyReason.OtherKey(file, n, entry.type(), entry.blob());
    }
    OptionsOfLine options = new OptionsOfLine(file, n, entry.options());
    return options
        .refusal(false, now)
        .or(() -> options.refusal(host, address))
        .orElseGet(() -> new AuthorizedKeyReason.Accepted(file, n, entry.type(), entry.blob()));
  }

  /**
   * What one line says to a certificate; the decision about the file is made of nothing else. A
   * plain key in the file lets no certificate in, not even one of that key.
   */
  public AuthorizedKeyReason judge(Line.Entry entry, OfferedCertificate offered, Instant now) {
    int n = entry.number();
    Certificate certificate = offered.certificate();
    AuthorizedKeyOptions options = entry.options();
    if (!entry.blob().equals(certificate.signatureKey().blob())) {
      return new AuthorizedKeyReason.OtherKey(file, n, entry.type(), entry.blob());
    }
    if (!options.certAuthority()) {
      return new AuthorizedKeyReason.AuthorityNotMarked(file, n, entry.blob());
    }
    OptionsOfLine line = new OptionsOfLine(file, n, options);
    return line.refusal(true, now)
        .or(
            () ->
                offered
                    .refusal(options, file + ":" + n)
                    .map(why -> new AuthorizedKeyReason.CertificateRefused(file, n, why)))
        .or(() -> line.refusal(offered.clientHost(), offered.clientAddress()))
        .orElseGet(() -> new AuthorizedKeyReason.AcceptedCertificate(file, n, certificate));
  }
}
