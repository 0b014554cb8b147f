package dev.aikagi.trust;

import dev.aikagi.key.Certificate;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.List;

/**
 * The text of an AuthorizedPrincipalsFile, or what AuthorizedPrincipalsCommand printed: one
 * principal a line, behind options as in authorized_keys. Immutable.
 *
 * <p>A line that cannot be understood completely authorises nobody.
 */
public final class AuthorizedPrincipals {
  private final String file;
  private final List<Line> lines;

  /** One line that is neither empty nor a comment. */
  public sealed interface Line {
    /** Counted from 1. */
    int number();

    record Entry(int number, String principal, AuthorizedKeyOptions options) implements Line {}

    /** A line that does not count. */
    record Unusable(int number, PrincipalReason reason) implements Line {}
  }

  /** The answer to one certificate. It says nothing about who signed it, and when. */
  public sealed interface Decision {
    /** The first line with one of its principals, and what that line grants. */
    record Authorized(AuthorizedKeyOptions options, PrincipalReason.Matched reason)
        implements Decision {}

    /** Why each line is none for it. */
    record NotAuthorized(List<PrincipalReason> reasons) implements Decision {
      public NotAuthorized {
        reasons = List.copyOf(reasons);
      }
    }
  }

  private AuthorizedPrincipals(String file, List<Line> lines) {
    this.file = file;
    this.lines = List.copyOf(lines);
  }

  /**
   * Parses a file of any content; nothing is refused as a whole.
   *
   * @param file as reasons name it
   */
  public static AuthorizedPrincipals parse(String file, byte[] text) {
    List<Line> lines = new ArrayList<>();
    int number = 0;
    for (String raw : TextLines.split(new String(text, StandardCharsets.UTF_8))) {
      number++;
      String line = withoutComment(TextLines.untilNul(raw)).strip();
      if (!line.isEmpty()) {
        lines.add(line(file, number, line));
      }
    }
    return new AuthorizedPrincipals(file, lines);
  }

  /** As sshd cuts it: also within quotes. */
  private static String withoutComment(String line) {
    int hash = line.indexOf('#');
    return hash < 0 ? line : line.substring(0, hash);
  }

  private static Line line(String file, int number, String line) {
    // As sshd: what stands before the last blank are options, or before the last tab.
    int blank = line.lastIndexOf(' ');
    int before = blank >= 0 ? blank : line.lastIndexOf('\t');
    String options = before < 0 ? "" : line.substring(0, before).strip();
    String principal = line.substring(before + 1).strip();
    try {
      return new Line.Entry(
          number, principal, AuthorizedKeyOptionsParser.parse(options, ZoneId.systemDefault()));
    } catch (OptionSyntaxException e) {
      String detail = String.valueOf(e.getMessage());
      return new Line.Unusable(number, new PrincipalReason.BadOptions(file, number, detail));
    }
  }

  /** As it was named. */
  public String file() {
    return file;
  }

  public List<Line> lines() {
    return lines;
  }

  /**
   * Whether a line has a principal of the certificate. The first such line decides, whatever stands
   * further down.
   *
   * @param clientHost name of the client, or its address where no name is known (UseDNS no)
   * @param clientAddress numeric
   */
  public Decision decide(
      Certificate certificate, String clientHost, String clientAddress, Instant now) {
    List<PrincipalReason> reasons = new ArrayList<>();
    for (Line line : lines) {
      switch (line) {
        case Line.Unusable u -> reasons.add(u.reason());
        case Line.Entry e when !certificate.principals().contains(e.principal()) ->
            reasons.add(new PrincipalReason.Other(file, e.number(), e.principal()));
        case Line.Entry e -> {
          OptionsOfLine options = new OptionsOfLine(file, e.number(), e.options());
          return options
              .refusal(false, now)
              .or(() -> options.refusal(clientHost, clientAddress))
              .<Decision>map(
                  why ->
                      new Decision.NotAuthorized(
                          List.of(new PrincipalReason.OptionsNotMet(file, e.number(), why))))
              .orElseGet(
                  () ->
                      new Decision.Authorized(
                          e.options(),
                          new PrincipalReason.Matched(file, e.number(), e.principal())));
        }
      }
    }
    if (reasons.isEmpty()) {
      reasons.add(new PrincipalReason.NoPrincipals(file));
    }
    return new Decision.NotAuthorized(reasons);
  }
}
