package dev.aikagi.config;

import dev.aikagi.config.Arguments.Dialect;
import dev.aikagi.config.ConfigFile.Trust;
import dev.aikagi.config.Diagnostic.Severity;
import dev.aikagi.config.KeywordTable.Meaning;
import dev.aikagi.config.ServerConfigReader.SourceFile;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Goes through the lines of sshd_config(5): once without facts about a connection, to check
 * everything and set what stands outside of Match blocks, and once for each connection, to set what
 * the blocks that match it say.
 */
final class ServerEvaluator {
  private static final String DIRECTORY = "/etc/ssh/";
  private static final int MAX_DEPTH = 16;

  /** The tutorial's word of 2013; no released sshd ever knew it, so nothing is said of it. */
  private static final String RUN_AS = "authorizedkeyscommandrunas";

  private final ReadContext context;
  private final Consumer<Diagnostic> diagnostics;
  private final Values values;
  private final @Nullable ConnectionFacts facts;
  private final Map<String, List<SourceFile>> includes;
  private final ServerMatch match;

  /** The Match lines whose blocks apply, in order. */
  private final List<Position> blocks = new ArrayList<>();

  /** Whether the lines now read apply. */
  private boolean active;

  /** Whether this is a part of an included file that cannot apply, whatever it matches. */
  private boolean neverMatches;

  ServerEvaluator(
      ReadContext context,
      Consumer<Diagnostic> diagnostics,
      Values values,
      @Nullable ConnectionFacts facts,
      Map<String, List<SourceFile>> includes) {
    this.context = context;
    this.diagnostics = diagnostics;
    this.values = values;
    this.facts = facts;
    this.includes = includes;
    this.match = new ServerMatch(context.surroundings(), diagnostics);
    this.active = facts == null;
  }

  /** Reads the main file. */
  void file(SourceFile file) throws ConfigException {
    // Until the first Match of a pass for a connection, an included file may still match by itself.
    file(file, facts != null, false, 0);
  }

  private void file(SourceFile file, boolean beforeMatch, boolean never, int depth)
      throws ConfigException {
    if (depth > MAX_DEPTH) {
      throw new ConfigException("Too many recursive configuration includes");
    }
    boolean outer = neverMatches;
    neverMatches = never;
    boolean before = beforeMatch;
    int bad = 0;
    for (int i = 0; i < file.lines().size(); i++) {
      Position at = new Position(file.name(), i + 1);
      Line line = Line.split(file.lines().get(i));
      if (line == null) {
        continue;
      }
      if (!line(line, at, before, depth)) {
        bad++;
      }
      before &= !line.keyword().equalsIgnoreCase("match");
    }
    neverMatches = outer;
    if (bad > 0) {
      throw new ConfigException(
          file.name() + ": terminating, " + bad + " bad configuration options");
    }
  }

  List<Position> blocks() {
    return blocks;
  }

  /** Reads an argument of -o; false if it is wrong, which was then said. */
  boolean option(String text) throws ConfigException {
    Line line = Line.split(text);
    if (line == null) {
      return true;
    }
    String keyword = line.keyword();
    if (keyword.equalsIgnoreCase("match") || keyword.equalsIgnoreCase("include")) {
      String name = keyword.equalsIgnoreCase("match") ? "Match" : "Include";
      throw new ConfigException(name + " directive not supported as a command-line option");
    }
    return line(line, new Position("command-line", 0), false, 0);
  }

  /** Reads a line; false if it is one of the faults that are counted. */
  private boolean line(Line line, Position at, boolean beforeMatch, int depth)
      throws ConfigException {
    if (line.rest().isEmpty()) {
      return error(at, at + ": no argument after keyword \"" + line.keyword() + "\"");
    }
    Meaning meaning = meaning(line.keyword(), at);
    if (meaning == null) {
      boolean known =
          error(
              at,
              at.file() + ": line " + at.line() + ": Bad configuration option: " + line.keyword());
      return active ? known : skipGlobal(line.keyword(), at);
    }
    try {
      Arguments in = Arguments.of(Dialect.SERVER, line.keyword(), line.rest(), context);
      if (!active && scope(meaning) == Scope.GLOBAL) {
        return skipGlobal(line.keyword(), at);
      }
      apply(meaning, in, at, beforeMatch, depth);
      if (in.hasMore()) {
        throw BadValueException.counted(
            "keyword " + in.keyword() + " extra arguments at end of line");
      }
      return true;
    } catch (BadValueException e) {
      String text = isWhole(e.text()) ? e.text() : at + ": " + e.text();
      if (e.isCounted()) {
        return error(at, text);
      }
      throw new ConfigException(text);
    }
  }

  private static boolean isWhole(String text) {
    return text.startsWith("Invalid Match ");
  }

  /**
   * A keyword of the main part inside of a block; in a connection's pass it is already in force.
   */
  private boolean skipGlobal(String keyword, Position at) throws ConfigException {
    if (facts == null) {
      throw new ConfigException(
          at + ": Directive '" + keyword + "' is not allowed within a Match block");
    }
    return true;
  }

  private @Nullable Meaning meaning(String keyword, Position at) {
    if (keyword.toLowerCase(Locale.ROOT).equals(RUN_AS)) {
      say(
          Severity.INFO,
          at,
          at + ": " + keyword + " is taken as " + ServerKeywords.AUTHORIZED_KEYS_COMMAND_USER);
      return new Meaning.Row(ServerKeywords.AUTHORIZED_KEYS_COMMAND_USER);
    }
    return ServerKeywords.TABLE.meaning(keyword);
  }

  private static Scope scope(Meaning meaning) {
    return switch (meaning) {
      case Meaning.Row row -> row.keyword().scope();
      case Meaning.Obsolete deprecated -> deprecated.scope();
      case Meaning.Unsupported unsupported -> unsupported.scope();
      case Meaning.Structure s -> Scope.MATCH;
      case Meaning.Ignored i -> Scope.GLOBAL;
    };
  }

  private void apply(Meaning meaning, Arguments in, Position at, boolean beforeMatch, int depth)
      throws BadValueException, ConfigException {
    switch (meaning) {
      case Meaning.Row row -> value(row.keyword(), in, at);
      case Meaning.Structure s -> {
        if (s.name().equals("match")) {
          boolean matches = match.matches(in, at, neverMatches ? null : facts);
          active = matches && !neverMatches;
          if (active) {
            blocks.add(at);
          }
        } else {
          include(in, at, beforeMatch, depth);
        }
      }
      case Meaning.Obsolete d -> skip(in, Severity.INFO, at, "Deprecated");
      case Meaning.Unsupported u -> skip(in, Severity.INFO, at, "Unsupported");
      case Meaning.Ignored i -> skip(in, Severity.DEBUG2, at, "Deprecated");
    }
  }

  private void skip(Arguments in, Severity severity, Position at, String what) {
    in.skipAll();
    if (facts == null) {
      say(severity, at, at + ": " + what + " option " + in.keyword());
    }
  }

  private <T> void value(Keyword<T> keyword, Arguments in, Position at) throws BadValueException {
    T value = keyword.type().parse(in);
    boolean portsGiven =
        keyword == ServerKeywords.PORT
            && values.positions(keyword).stream().anyMatch(p -> p.line() == 0);
    if (!(portsGiven && at.line() != 0)) {
      repeated(value, at);
      values.add(keyword, value, at, active);
    }
  }

  /** The first line for a subsystem counts; sshd before 9.5 refused the file for a second one. */
  private void repeated(Object value, Position at) {
    if (active
        && facts == null
        && value instanceof List<?> list
        && !list.isEmpty()
        && list.getFirst() instanceof Subsystem added
        && values.value(ServerKeywords.SUBSYSTEM).stream()
            .anyMatch(s -> s.name().equals(added.name()))) {
      say(Severity.DEBUG1, at, at + ": Subsystem '" + added.name() + "' already defined.");
    }
  }

  private void include(Arguments in, Position at, boolean beforeMatch, int depth)
      throws BadValueException, ConfigException {
    int count = 0;
    for (String word = in.next(); word != null; word = in.next()) {
      count++;
      WordChecks.notEmpty(word, in);
      String pattern = word.startsWith("/") || word.startsWith("~") ? word : DIRECTORY + word;
      boolean before = active;
      for (SourceFile file : included(pattern, at)) {
        file(file, beforeMatch, !beforeMatch && !before, depth + 1);
        // A Match in the included file ends with it.
        active = before;
      }
    }
    if (count == 0) {
      throw BadValueException.of(in.keyword() + " missing filename argument");
    }
  }

  private List<SourceFile> included(String pattern, Position at)
      throws BadValueException, ConfigException {
    List<SourceFile> known = includes.get(pattern);
    if (known != null) {
      return known;
    }
    say(Severity.DEBUG2, at, at + ": new include " + pattern);
    List<SourceFile> files = new ArrayList<>();
    try {
      for (String name : Globs.expand(pattern)) {
        say(Severity.DEBUG2, at, at + ": including " + name);
        files.add(
            new SourceFile(
                name, ConfigFile.read(name, Trust.NOT_WORLD_WRITABLE, context.surroundings())));
      }
    } catch (ConfigException e) {
      throw e;
    } catch (IOException e) {
      throw BadValueException.of("include \"" + pattern + "\" glob failed");
    }
    if (files.isEmpty()) {
      say(Severity.DEBUG2, at, at + ": no match for " + pattern);
    }
    includes.put(pattern, List.copyOf(files));
    return files;
  }

  private boolean error(Position at, String text) {
    say(Severity.ERROR, at, text);
    return false;
  }

  private void say(Severity severity, Position at, String text) {
    diagnostics.accept(new Diagnostic(severity, at, text));
  }
}
