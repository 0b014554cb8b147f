package dev.aikagi.tools.sshd;

import dev.aikagi.config.Keyword;
import dev.aikagi.config.Position;
import dev.aikagi.config.ServerConfig;
import dev.aikagi.config.ServerKeywords;
import dev.aikagi.tools.explain.Remedy;
import dev.aikagi.tools.explain.Sed;
import dev.aikagi.tools.explain.Sh;
import dev.aikagi.tools.explain.Words;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/**
 * Where the settings of a configuration stand, and the commands that change them there.
 *
 * @param config for the connection that is asked about
 * @param main the file that includes all the others
 */
record ConfigLines(ServerConfig config, String main, Map<String, List<String>> read) {
  ConfigLines(ServerConfig config, String main) {
    this(config, main, new HashMap<>());
  }

  /** The lines that a value comes from, each with the block that it stands in. */
  Words[] evidence(Keyword<?> keyword) {
    List<Words> all = new ArrayList<>();
    for (Position at : config.positions(keyword)) {
      all.add(
          at.line() == 0
              ? Words.of("walk.seen.option", "keyword", keyword.name())
              : words(at, block(at)));
    }
    if (all.isEmpty()) {
      all.add(Words.of("walk.seen.default", "keyword", keyword.name()));
    }
    return all.toArray(Words[]::new);
  }

  private Words words(Position at, Optional<Position> block) {
    return block.isEmpty()
        ? Words.of("walk.seen.line", "file", at.file(), "line", at.line(), "text", text(at))
        : Words.of(
            "walk.seen.block",
            "file",
            at.file(),
            "line",
            at.line(),
            "text",
            text(at),
            "matchLine",
            block.get().line(),
            "match",
            text(block.get()));
  }

  /** The Match line above, in the same file. */
  private Optional<Position> block(Position at) {
    for (int n = at.line() - 1; n >= 1; n--) {
      Position above = new Position(at.file(), n);
      if (text(above).toLowerCase(Locale.ROOT).matches("match[ \t=].*")) {
        return Optional.of(above);
      }
    }
    return Optional.empty();
  }

  /** What stands there, without blanks around it. */
  String text(Position at) {
    return line(at).strip();
  }

  private String line(Position at) {
    List<String> lines = read.computeIfAbsent(at.file(), ConfigLines::lines);
    return at.line() >= 1 && at.line() <= lines.size() ? lines.get(at.line() - 1) : "";
  }

  private static List<String> lines(String file) {
    try {
      return List.of(
          new String(Files.readAllBytes(Path.of(file)), StandardCharsets.UTF_8).split("\n", -1));
    } catch (IOException e) {
      return List.of();
    }
  }

  /** Another value where the keyword stands, or in the first line where it stands nowhere. */
  Remedy set(Keyword<?> keyword, String value) {
    List<Position> positions = config.positions(keyword);
    if (positions.isEmpty()) {
      return withReload(LineEdit.first(main, keyword.name() + " " + value));
    }
    Position at = positions.getFirst();
    if (at.line() == 0) {
      return Remedy.server();
    }
    String line = line(at);
    String indent = line.substring(0, line.indexOf(line.strip()));
    String after = indent + keyword.name() + " " + value;
    return withReload(LineEdit.command(at.file(), at.line(), line.stripTrailing(), after));
  }

  /** Each of them yes; new lines last, for they move the numbers of all others. */
  Remedy switchOn(List<Keyword<Boolean>> keywords) {
    List<String> commands = new ArrayList<>();
    for (boolean missing : new boolean[] {false, true}) {
      for (Keyword<Boolean> keyword : keywords) {
        if (config.positions(keyword).isEmpty() == missing) {
          List<String> one = set(keyword, "yes").commands();
          if (one.isEmpty()) {
            return Remedy.server();
          }
          commands.addAll(one.subList(0, one.size() - 1));
        }
      }
    }
    return withReload(commands.toArray(String[]::new));
  }

  /** One more word of a list. */
  Remedy add(Keyword<?> keyword, String word) {
    List<Position> lines = inFiles(keyword);
    if (lines.isEmpty()) {
      return Remedy.server();
    }
    Position at = lines.getLast();
    String line = line(at);
    int start = values(line);
    String after = line.substring(0, start) + word + " " + line.substring(start);
    return withReload(LineEdit.command(at.file(), at.line(), line, after));
  }

  /** A list without this word; the whole line goes where it was the only one. */
  Remedy remove(Keyword<?> keyword, String word) {
    List<String> commands = new ArrayList<>();
    for (Position at : inFiles(keyword)) {
      String line = line(at);
      int start = values(line);
      String rest = line.substring(start);
      String without = (" " + rest + " ").replace(" " + word + " ", " ").strip();
      if (without.equals(rest.strip())) {
        continue;
      }
      commands.add(
          without.isEmpty() || without.startsWith("#")
              ? Sed.comment(at.file(), at.line())
              : LineEdit.command(
                  at.file(), at.line(), line.stripTrailing(), line.substring(0, start) + without));
    }
    return commands.isEmpty() ? Remedy.server() : withReload(commands.toArray(String[]::new));
  }

  private List<Position> inFiles(Keyword<?> keyword) {
    return config.positions(keyword).stream().filter(p -> p.line() > 0).toList();
  }

  /** Where the values of a line begin. */
  private static int values(String line) {
    int i = 0;
    while (i < line.length() && " \t".indexOf(line.charAt(i)) >= 0) {
      i++;
    }
    while (i < line.length() && " \t=".indexOf(line.charAt(i)) < 0) {
      i++;
    }
    while (i < line.length() && " \t=".indexOf(line.charAt(i)) >= 0) {
      i++;
    }
    return i;
  }

  /** The server reads its configuration at SIGHUP. */
  Remedy withReload(String... commands) {
    List<String> all = new ArrayList<>(List.of(commands));
    all.add(reload());
    return Remedy.server(all.toArray(String[]::new));
  }

  private String reload() {
    return config
        .value(ServerKeywords.PID_FILE)
        .map(f -> "kill -HUP \"$(cat " + Sh.word(f) + ")\"")
        .orElse("systemctl reload ssh");
  }
}
