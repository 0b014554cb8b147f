package dev.aikagi.config;

import dev.aikagi.config.Arguments.Dialect;
import dev.aikagi.config.ConfigFile.Trust;
import dev.aikagi.config.Diagnostic.Severity;
import dev.aikagi.config.KeywordTable.Meaning;
import dev.aikagi.pattern.Patterns;
import java.io.IOException;
import java.nio.file.FileSystemException;
import java.nio.file.NoSuchFileException;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Consumer;

/**
 * Reads ssh_config(5) files for one host. Options of the command line go in first, then the user's
 * file, then the system's: for most keywords the first value that applies wins. For one thread.
 */
public final class ClientConfigReader {
  /** The system's configuration file. */
  public static final String SYSTEM_FILE = "/etc/ssh/ssh_config";

  private static final String SYSTEM_DIRECTORY = "/etc/ssh";
  private static final Position COMMAND_LINE = new Position("command-line", 0);
  private static final int MAX_DEPTH = 16;

  /** How a file is read. */
  private record Mode(boolean user, boolean neverMatches) {}

  private final ReadContext context;
  private final Consumer<Diagnostic> diagnostics;
  private final ClientMatch match;
  private final Values values = new Values();
  private boolean active = true;

  /**
   * Starts with nothing set.
   *
   * @param host the host as the command line names it
   * @param surroundings the user and machine that this runs on
   * @param algorithms the names that algorithm lists may use
   * @param diagnostics hears of everything worth a message
   */
  public ClientConfigReader(
      String host,
      Surroundings surroundings,
      AlgorithmNames algorithms,
      Consumer<Diagnostic> diagnostics) {
    this.context = new ReadContext(surroundings, algorithms);
    this.diagnostics = diagnostics;
    this.match = new ClientMatch(host, surroundings, values, diagnostics);
  }

  /** The remote command and the kind of session, for "Match command" and "Match sessiontype". */
  public void session(String command, String sessionType) {
    match.session(command, sessionType);
  }

  /** Sets what a flag of the command line sets, unless it is set already. */
  public <T> void set(Keyword<T> keyword, T value) {
    values.add(keyword, value, COMMAND_LINE, true);
  }

  /** Sets what a flag of the command line sets, whatever was set before. */
  public <T> void override(Keyword<T> keyword, T value) {
    values.set(keyword, value, COMMAND_LINE);
  }

  /** What is set so far; the fallback if nothing is. */
  public <T> T value(Keyword<T> keyword) {
    return values.value(keyword);
  }

  public boolean isSet(Keyword<?> keyword) {
    return values.isSet(keyword);
  }

  /**
   * Takes an argument of -o.
   *
   * @throws ConfigException if it is wrong; the diagnostics say how, and its message is empty
   */
  public void option(String line) throws ConfigException {
    active = true;
    if (!line(line, COMMAND_LINE, new Mode(true, false), 0, true)) {
      throw new ConfigException("");
    }
  }

  /** Reads the user's own file, which nobody else may be able to write; false if there is none. */
  public boolean userFile(String file) throws ConfigException {
    return file(file, Trust.OWNED, new Mode(true, false));
  }

  /** Reads the file that -F names. */
  public void namedFile(String file) throws ConfigException {
    if (!file(file, Trust.ANY, new Mode(true, false))) {
      throw new ConfigException(
          "Can't open user config file " + file + ": No such file or directory");
    }
  }

  /** Reads the system's file; false if there is none. */
  public boolean systemFile(String file) throws ConfigException {
    return file(file, Trust.ANY, new Mode(false, false));
  }

  private boolean file(String file, Trust trust, Mode mode) throws ConfigException {
    active = true;
    return file(file, trust, mode, 0);
  }

  private boolean file(String file, Trust trust, Mode mode, int depth) throws ConfigException {
    if (depth > MAX_DEPTH) {
      throw new ConfigException("Too many recursive configuration includes");
    }
    List<String> lines;
    try {
      lines = ConfigFile.read(file, trust, context.surroundings());
    } catch (NoSuchFileException e) {
      return false;
    } catch (ConfigException e) {
      throw e;
    } catch (IOException e) {
      throw new ConfigException("Can't open user config file " + file + ": " + why(e));
    }
    Position start = new Position(file, 0);
    say(Severity.DEBUG1, start, "Reading configuration data " + file);
    int bad = 0;
    for (int i = 0; i < lines.size(); i++) {
      if (!line(lines.get(i), new Position(file, i + 1), mode, depth, false)) {
        bad++;
      }
    }
    if (bad > 0) {
      throw new ConfigException(file + ": terminating, " + bad + " bad configuration options");
    }
    return true;
  }

  static String why(IOException e) {
    if (e instanceof java.nio.file.AccessDeniedException) {
      return "Permission denied";
    }
    return e instanceof FileSystemException f && f.getReason() != null
        ? f.getReason()
        : String.valueOf(e.getMessage());
  }

  /** Reads a line; false if it is wrong, which was then said. */
  private boolean line(String text, Position at, Mode mode, int depth, boolean commandLine)
      throws ConfigException {
    Line line = Line.split(text);
    if (line == null) {
      return true;
    }
    String keyword = line.keyword().toLowerCase(Locale.ROOT);
    if (line.rest().isEmpty()) {
      return error(at, at + ": no argument after keyword \"" + keyword + "\"");
    }
    Meaning meaning = ClientKeywords.TABLE.meaning(keyword);
    if (meaning == null) {
      return unknown(keyword, at);
    }
    try {
      Arguments arguments = Arguments.of(Dialect.CLIENT, keyword, line.rest(), context);
      return apply(meaning, arguments, at, mode, depth, commandLine);
    } catch (BadValueException e) {
      boolean whole = e.text().endsWith("command-line option");
      return error(at, whole ? e.text() : at + ": " + e.text());
    }
  }

  private boolean unknown(String keyword, Position at) {
    Optional<String> ignored = values.value(ClientKeywords.IGNORE_UNKNOWN);
    if (ignored.isPresent()
        && Patterns.matchesList(keyword, ignored.get().toLowerCase(Locale.ROOT))) {
      say(Severity.DEBUG1, at, at + ": Ignored unknown option \"" + keyword + "\"");
      return true;
    }
    String where = at.file() + ": line " + at.line();
    return error(at, where + ": Bad configuration option: " + keyword);
  }

  private boolean apply(
      Meaning meaning, Arguments in, Position at, Mode mode, int depth, boolean commandLine)
      throws BadValueException, ConfigException {
    switch (meaning) {
      case Meaning.Row row -> value(row.keyword(), in, at);
      case Meaning.Structure structure -> {
        if (commandLine) {
          String name = structure.name().equals("include") ? "Include" : "Host";
          throw BadValueException.of(name + " directive not supported as a command-line option");
        }
        structure(structure.name(), in, at, mode, depth);
      }
      case Meaning.Obsolete d ->
          skip(in, Severity.DEBUG1, at, "Deprecated option \"" + in.keyword() + "\"");
      case Meaning.Unsupported u ->
          // Distributions set such options for everybody; a message for each connection
          // about a file that the user did not write would only teach them not to read messages.
          skip(
              in,
              mode.user ? Severity.ERROR : Severity.DEBUG1,
              at,
              "Unsupported option \"" + in.keyword() + "\"");
      case Meaning.Ignored i -> in.skipAll();
    }
    if (in.hasMore()) {
      throw BadValueException.of("keyword " + in.keyword() + " extra arguments at end of line");
    }
    return true;
  }

  private void skip(Arguments in, Severity severity, Position at, String text) {
    say(severity, at, at + ": " + text);
    in.skipAll();
  }

  private <T> void value(Keyword<T> keyword, Arguments in, Position at) throws BadValueException {
    T value = keyword.type().parse(in);
    boolean applies = active;
    if (keyword == ClientKeywords.PROXY_COMMAND) {
      applies &= values.value(ClientKeywords.PROXY_JUMP).isEmpty();
    } else if (keyword == ClientKeywords.PROXY_JUMP) {
      applies &= !values.isSet(ClientKeywords.PROXY_COMMAND);
    }
    values.add(keyword, value, at, applies);
  }

  private void structure(String name, Arguments in, Position at, Mode mode, int depth)
      throws BadValueException, ConfigException {
    switch (name) {
      case "host" -> host(in, at, mode);
      case "match" -> {
        boolean matches = match.matches(in, at);
        active = matches && !mode.neverMatches;
      }
      default -> include(in, at, mode, depth);
    }
  }

  private void host(Arguments in, Position at, Mode mode) throws BadValueException {
    active = false;
    String applied = "";
    for (String word = in.next(); word != null; word = in.next()) {
      String pattern = WordChecks.notEmpty(word, in);
      boolean negated = pattern.startsWith("!");
      String positive = negated ? pattern.substring(1) : pattern;
      if (mode.neverMatches || !Patterns.matches(match.host(), positive)) {
        continue;
      }
      if (negated) {
        say(
            Severity.DEBUG1,
            at,
            at + ": Skipping Host block because of negated match for " + positive);
        active = false;
        in.skipAll();
        return;
      }
      applied = active ? applied : positive;
      active = true;
    }
    if (active) {
      say(Severity.DEBUG1, at, at + ": Applying options for " + applied);
    }
  }

  private void include(Arguments in, Position at, Mode mode, int depth)
      throws BadValueException, ConfigException {
    for (String word = in.next(); word != null; word = in.next()) {
      String pattern = includePattern(WordChecks.notEmpty(word, in), mode);
      List<String> files;
      try {
        files = Globs.expand(pattern);
      } catch (IOException e) {
        throw BadValueException.of("glob failed for " + pattern + ".");
      }
      if (files.isEmpty()) {
        say(Severity.DEBUG1, at, at + ": include " + pattern + " matched no files");
      }
      boolean before = active;
      for (String file : files) {
        say(
            Severity.DEBUG3,
            at,
            at + ": Including file " + file + " depth " + depth + (before ? "" : " (parse only)"));
        Mode inner = new Mode(mode.user, mode.neverMatches || !before);
        file(file, Trust.OWNED, inner, depth + 1);
        // A Match or Host in the included file ends with it.
        active = before;
      }
    }
  }

  private String includePattern(String word, Mode mode) throws BadValueException {
    if (word.startsWith("~")) {
      if (!mode.user) {
        throw BadValueException.of("bad include path " + word + ".");
      }
      return Paths.tilde(word, context.surroundings());
    }
    if (word.startsWith("/")) {
      return word;
    }
    return (mode.user ? context.surroundings().homeDirectory() + "/.ssh" : SYSTEM_DIRECTORY)
        + "/"
        + word;
  }

  private boolean error(Position at, String text) {
    say(Severity.ERROR, at, text);
    return false;
  }

  private void say(Severity severity, Position at, String text) {
    diagnostics.accept(new Diagnostic(severity, at, text));
  }

  /**
   * Finds the host's real name: Hostname, made canonical as far as the configuration read so far
   * says so. To be called once, when the files have been read.
   *
   * @throws ConfigException if the name is in none of the domains and is not to be looked up
   *     elsewhere
   */
  public void resolveHost(HostLookup lookup) throws ConfigException {
    String name = new Canonicalization(values, lookup, diagnostics).host(match.hostName());
    match.realName(name);
    values.set(
        ClientKeywords.HOST_NAME,
        Optional.of(name),
        first(values.positions(ClientKeywords.HOST_NAME)));
  }

  /**
   * Whether the files are to be read again: a "Match final" was seen, or names are made canonical.
   */
  public boolean wantsFinalPass() {
    boolean canonical = !values.value(ClientKeywords.CANONICALIZE_HOSTNAME).equals("no");
    if (canonical && !match.wantsFinalPass()) {
      say(
          Severity.DEBUG1,
          COMMAND_LINE,
          "hostname canonicalisation enabled, will re-parse configuration");
    }
    return canonical || match.wantsFinalPass();
  }

  /** Begins the pass for which "Match final" and "Match canonical" apply. */
  public void startFinalPass() {
    say(Severity.DEBUG1, COMMAND_LINE, "re-parsing configuration");
    match.startFinalPass();
  }

  private static Position first(List<Position> positions) {
    return positions.isEmpty() ? COMMAND_LINE : positions.get(0);
  }

  /** The host's real name as far as it is known: Hostname, or the name on the command line. */
  public String hostName() throws ConfigException {
    return match.hostName();
  }

  /** The configuration as it now stands. */
  public ClientConfig finish() throws ConfigException {
    return new ClientConfig(values.copy(), match.originalHost(), match.hostName(), context);
  }
}
