package dev.aikagi.trust;

import dev.aikagi.pattern.Patterns;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import java.util.StringTokenizer;

/**
 * The text of hosts.equiv(5), shosts.equiv, .rhosts or .shosts: which hosts may say who their users
 * are. Each line has a host and perhaps a user of it; without one, the user must have the same name
 * here. The first line about somebody decides. Immutable.
 *
 * <p>As in OpenSSH, nothing stands for everybody: {@code +} alone is passed over, and so are lines
 * with three words, comments behind an entry among them.
 *
 * @param file as reasons name it
 * @param lines as they stand there, each byte a character
 */
public record TrustedHosts(String file, List<String> lines) {
  /** What isspace(3) takes for blank. */
  private static final String BLANKS = " \t\r\f\u000b";

  public TrustedHosts {
    lines = List.copyOf(lines);
  }

  /**
   * Who wants to be trusted.
   *
   * @param host the name of the client's host
   * @param address its address as a number, or the name again where that alone counts
   * @param clientUser who uses it there
   * @param user who that would be here
   */
  public record Question(String host, String address, String clientUser, String user) {}

  /** Groups of hosts and users, netgroup(5). */
  public interface Netgroups {
    /**
     * Whether somebody is in the group; what is empty does not matter.
     *
     * @throws IOException where nobody can be asked
     */
    boolean contains(String group, Optional<String> host, Optional<String> user) throws IOException;
  }

  /** Parses a file of any content; nothing is refused as a whole. */
  public static TrustedHosts parse(String file, byte[] text) {
    return new TrustedHosts(file, TextLines.split(new String(text, StandardCharsets.ISO_8859_1)));
  }

  /** Yes by the first line about this user of this host, or why not. */
  public TrustedHostReason decide(Question question, Netgroups netgroups) {
    Optional<TrustedHostReason> doubt = Optional.empty();
    for (int i = 0; i < lines.size(); i++) {
      Entry entry = Entry.of(lines.get(i), bytes(question.user())).orElse(null);
      if (entry == null) {
        continue;
      }
      try {
        if (entry.isAbout(question, netgroups)) {
          return entry.negated()
              ? new TrustedHostReason.Denied(file, i + 1)
              : new TrustedHostReason.Trusted(file, i + 1);
        }
      } catch (IOException e) {
        TrustedHostReason unknown =
            new TrustedHostReason.GroupNotKnown(
                file, i + 1, entry.group(), String.valueOf(e.getMessage()));
        if (entry.negated()) {
          // He may be in the group that is kept out.
          return unknown;
        }
        doubt = doubt.isPresent() ? doubt : Optional.of(unknown);
      }
    }
    return doubt.orElseGet(
        () -> new TrustedHostReason.NotListed(file, question.host(), question.clientUser()));
  }

  /** UTF-8 in the way in which the lines are kept. */
  private static String bytes(String text) {
    return new String(text.getBytes(StandardCharsets.UTF_8), StandardCharsets.ISO_8859_1);
  }

  /** A line that counts; a group has its @. */
  private record Entry(String host, String user, boolean negated) {
    static Optional<Entry> of(String line, String sameUser) {
      String text = TextLines.untilNul(line);
      StringTokenizer words = new StringTokenizer(text, BLANKS);
      int count = words.countTokens();
      if (count == 0 || count > 2) {
        return Optional.empty();
      }
      String host = words.nextToken();
      if (host.startsWith("#") || host.startsWith("NO_PLUS")) {
        return Optional.empty();
      }
      String user = count == 2 ? words.nextToken() : sameUser;
      boolean negated = host.startsWith("-") || user.startsWith("-");
      Entry entry = new Entry(withoutSign(host), withoutSign(user), negated);
      // "+" or "-" alone would be everybody.
      return entry.host.isEmpty() || entry.user.isEmpty() ? Optional.empty() : Optional.of(entry);
    }

    private static String withoutSign(String word) {
      return word.startsWith("-") || word.startsWith("+") ? word.substring(1) : word;
    }

    boolean isAbout(Question question, Netgroups netgroups) throws IOException {
      return hostMatches(question, netgroups) && userMatches(question, netgroups);
    }

    private boolean hostMatches(Question question, Netgroups netgroups) throws IOException {
      if (host.startsWith("@")) {
        return netgroups.contains(name(host), Optional.of(question.host()), Optional.empty())
            || netgroups.contains(name(host), Optional.of(question.address()), Optional.empty());
      }
      return Patterns.lower(host).equals(Patterns.lower(bytes(question.host())))
          || host.equals(bytes(question.address()));
    }

    private boolean userMatches(Question question, Netgroups netgroups) throws IOException {
      return user.startsWith("@")
          ? netgroups.contains(name(user), Optional.empty(), Optional.of(question.clientUser()))
          : user.equals(bytes(question.clientUser()));
    }

    /** The first of the two, for a reason. */
    String group() {
      return host.startsWith("@") ? name(host) : name(user);
    }

    private static String name(String group) {
      return new String(
          group.substring(1).getBytes(StandardCharsets.ISO_8859_1), StandardCharsets.UTF_8);
    }
  }
}
