package dev.aikagi.tools.sftp;

import dev.aikagi.tools.files.Glob;
import dev.aikagi.tools.files.LocalDisk;
import dev.aikagi.tools.files.Pattern;
import dev.aikagi.tools.files.Shown;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** What the Tab key makes of a line: commands, and names of this side or the other one. */
final class Completion {
  /** What would be taken for something else if it stood in a name as it is. */
  private static final String SPECIAL = "'\"\\\t[ #*?";

  /**
   * What to do.
   *
   * @param insert goes in at the cursor; may be empty
   * @param choices are shown, if there are several; they are shown as they are
   */
  record Result(String insert, List<String> choices) {
    static final Result NOTHING = new Result("", List.of());
  }

  /** Makes a pattern of the server's absolute. */
  interface Naming {
    String absolute(String pattern) throws IOException;
  }

  private final Glob.Files remote;
  private final Naming naming;
  private final LocalDisk local;

  Completion(Glob.Files remote, Naming naming, LocalDisk local) {
    this.remote = remote;
    this.naming = naming;
    this.local = local;
  }

  /**
   * Looks at a line.
   *
   * @param cursor how much of it is before the cursor
   */
  Result complete(String line, int cursor) throws IOException {
    if (cursor < line.length() && line.charAt(cursor) != ' ') {
      return Result.NOTHING;
    }
    String typed = line.substring(0, cursor);
    CommandParser.Line prefixed = CommandParser.Line.of(typed);
    Words words;
    boolean last;
    boolean inWord;
    try {
      words = Words.unfinished(prefixed.text());
      // One more character begins a word, or is of the one that is there.
      inWord = Words.unfinished(prefixed.text() + "x").words().size() == words.words().size();
      CommandParser.Line whole = CommandParser.Line.of(line);
      last = Words.unfinished(whole.text()).words().size() == words.words().size();
    } catch (Refusal e) {
      return Result.NOTHING; // Too long to be completed.
    }
    boolean blank = last || cursor == line.length() || line.charAt(cursor) != ' ';
    int count = words.words().size();
    if (count == 0) {
      return new Result("", commands(""));
    }
    if (count == 1 && inWord) {
      return command(words.words().getFirst(), blank);
    }
    Optional<CommandName> name = CommandName.of(words.words().getFirst());
    if (name.isEmpty() || name.get().names() == CommandName.Names.NONE) {
      return Result.NOTHING;
    }
    boolean here = name.get().names() == CommandName.Names.LOCAL;
    return inWord
        ? file(words.words().getLast(), here, words, blank)
        : new Result("", shown(matches("", here)));
  }

  private static List<String> commands(String start) {
    List<String> fitting = new ArrayList<>();
    for (CommandName name : CommandName.values()) {
      if (name.word().startsWith(start)) {
        fitting.add(name.word());
      }
    }
    return fitting;
  }

  private static Result command(String typed, boolean blank) {
    List<String> fitting = commands(typed);
    if (fitting.isEmpty()) {
      return Result.NOTHING;
    }
    String insert = common(fitting).substring(typed.length());
    return fitting.size() == 1
        ? new Result(insert + (blank ? " " : ""), List.of())
        : new Result(insert, fitting);
  }

  private Result file(String word, boolean here, Words words, boolean blank) throws IOException {
    List<Glob.Match> found = matches(word, here);
    if (found.isEmpty()) {
      return Result.NOTHING;
    }
    List<String> choices = found.size() > 1 ? shown(found) : List.of();
    if (Pattern.isOne(word)) {
      // What a wildcard means is not written in its place.
      return new Result("", choices);
    }
    String typed = Pattern.literal(pattern(word, here));
    String common = common(found.stream().map(Glob.Match::marked).toList());
    if (!common.startsWith(typed)) {
      return new Result("", choices);
    }
    StringBuilder insert = new StringBuilder();
    char quote = words.terminated() ? 0 : words.quote();
    boolean whole = quote(common.substring(typed.length()), quote, insert);
    if (found.size() == 1 && whole) {
      boolean folder = common.endsWith("/");
      if (!folder) {
        insert.append(quote == 0 ? "" : String.valueOf(quote)).append(blank ? " " : "");
      }
    }
    return new Result(insert.toString(), choices);
  }

  /** The names that begin with the word, which may have wildcards. */
  private List<Glob.Match> matches(String word, boolean here) throws IOException {
    return Glob.find(here ? local : remote, pattern(word, here) + "*");
  }

  private String pattern(String word, boolean here) throws IOException {
    return here ? LocalHome.expanded(word, local) : naming.absolute(word);
  }

  private static List<String> shown(List<Glob.Match> found) {
    return found.stream().map(match -> Shown.of(lastWithMark(match.marked()))).toList();
  }

  private static String lastWithMark(String path) {
    int end = path.endsWith("/") ? path.length() - 1 : path.length();
    return path.substring(path.lastIndexOf('/', end - 1) + 1);
  }

  private static String common(List<String> names) {
    String first = names.getFirst();
    int length = first.length();
    for (String name : names) {
      int i = 0;
      while (i < length && i < name.length() && name.charAt(i) == first.charAt(i)) {
        i++;
      }
      length = i;
    }
    return first.substring(0, length);
  }

  /**
   * Appends a name as it has to be typed. What nobody can type is a wildcard there; between quotes
   * there are none, and at the end a character may be cut in two: then the rest stays away.
   *
   * @return whether all of it could be said
   */
  private static boolean quote(String name, char quote, StringBuilder out) {
    for (int at = 0; at < name.length(); ) {
      int length = Shown.printable(name, at);
      if (length == 0 && (quote != 0 || Shown.isCut(name, at))) {
        return false;
      }
      char c = name.charAt(at);
      if (length == 0) {
        out.append('?');
        at++;
        continue;
      }
      if (quote == 0 ? SPECIAL.indexOf(c) >= 0 : c == quote) {
        out.append('\\');
      }
      out.append(name, at, at + length);
      at += length;
    }
    return true;
  }
}
