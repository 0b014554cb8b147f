package dev.aikagi.config;

import dev.aikagi.config.AlgorithmNames.Kind;
import dev.aikagi.config.Arguments.Dialect;
import java.io.IOException;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * The language of a configuration file, line by line, for what explains a file rather than obeys
 * it: nothing is set, no command of a Match line is run, and a fault in one line hides no other.
 */
public enum ConfigSyntax {
  /** ssh_config(5). */
  CLIENT(Dialect.CLIENT),
  /** sshd_config(5). */
  SERVER(Dialect.SERVER);

  private static final Position NOWHERE = new Position("", 0);

  private final Dialect dialect;

  ConfigSyntax(Dialect dialect) {
    this.dialect = dialect;
  }

  private KeywordTable table() {
    return dialect == Dialect.CLIENT ? ClientKeywords.TABLE : ServerKeywords.TABLE;
  }

  /**
   * A line that says something.
   *
   * @param keyword the first word as written
   * @param rest what follows it, comments included; empty if there is nothing
   */
  public record Statement(String keyword, String rest) {
    /** The arguments; empty if a quote is left open. */
    public Optional<List<String>> words() {
      return Optional.ofNullable(Arguments.split(rest)).map(List::copyOf);
    }
  }

  /** What a keyword means. */
  public sealed interface Meaning {
    /** It sets a value, by its own name or by an older one. */
    record Sets(Keyword<?> keyword) implements Meaning {}

    /** Host or Match, in lower case: what follows holds under a condition. */
    record Opens(String name) implements Meaning {}

    /** Include. */
    record Includes() implements Meaning {}

    /** It set something that is no more. */
    record Gone() implements Meaning {}

    /** It sets something that only other builds have. */
    record Absent() implements Meaning {}
  }

  /** What is wrong with the form of a line. */
  public sealed interface Fault {
    /** Nothing follows the keyword. */
    record NoArgument() implements Fault {}

    /** A quote is left open. */
    record OpenQuote() implements Fault {}

    /**
     * An argument is none that the keyword takes.
     *
     * @param text in OpenSSH's words
     */
    record BadArgument(String text) implements Fault {}

    /** More words than the keyword takes. */
    record ExtraWords(List<String> words) implements Fault {
      public ExtraWords {
        words = List.copyOf(words);
      }
    }
  }

  /** Splits a line; empty for one that says nothing: blank, or a comment. */
  public static Optional<Statement> statement(String line) {
    return Optional.ofNullable(Line.split(line)).map(l -> new Statement(l.keyword(), l.rest()));
  }

  /** The rows of the language, in the order of the manual. */
  public List<Keyword<?>> keywords() {
    return table().rows();
  }

  /** Every name that may stand at the start of a line, in lower case; old ones, too. */
  public Set<String> names() {
    return table().names();
  }

  /** What a name means, in whatever case it is written; empty for one that means nothing. */
  public Optional<Meaning> meaning(String keyword) {
    KeywordTable.Meaning meaning = table().meaning(keyword);
    if (meaning == null) {
      return Optional.empty();
    }
    return Optional.of(
        switch (meaning) {
          case KeywordTable.Meaning.Row row -> new Meaning.Sets(row.keyword());
          case KeywordTable.Meaning.Structure s when s.name().equals("include") ->
              new Meaning.Includes();
          case KeywordTable.Meaning.Structure s -> new Meaning.Opens(s.name());
          case KeywordTable.Meaning.Obsolete o -> new Meaning.Gone();
          case KeywordTable.Meaning.Ignored i -> new Meaning.Gone();
          case KeywordTable.Meaning.Unsupported u -> new Meaning.Absent();
        });
  }

  /** What is wrong with a line whose keyword means something; empty if nothing is. */
  public Optional<Fault> fault(
      Statement statement, Surroundings surroundings, AlgorithmNames algorithms) {
    if (statement.rest().isEmpty()) {
      return Optional.of(new Fault.NoArgument());
    }
    KeywordTable.Meaning meaning = table().meaning(statement.keyword());
    if (statement.words().isEmpty()) {
      return Optional.of(new Fault.OpenQuote());
    }
    if (meaning == null) {
      return Optional.empty();
    }
    try {
      Arguments in =
          Arguments.of(
              dialect,
              statement.keyword(),
              statement.rest(),
              new ReadContext(surroundings, algorithms));
      check(meaning, in, surroundings);
      return in.hasMore() ? Optional.of(new Fault.ExtraWords(in.takeAll())) : Optional.empty();
    } catch (BadValueException e) {
      return Optional.of(new Fault.BadArgument(e.text()));
    } catch (ConfigException e) {
      return Optional.of(new Fault.BadArgument(String.valueOf(e.getMessage())));
    }
  }

  private void check(KeywordTable.Meaning meaning, Arguments in, Surroundings surroundings)
      throws BadValueException, ConfigException {
    switch (meaning) {
      case KeywordTable.Meaning.Row row -> row.keyword().type().parse(in);
      case KeywordTable.Meaning.Structure s when s.name().equals("match") -> {
        if (dialect == Dialect.SERVER) {
          new ServerMatch(surroundings, Diagnostic.NOBODY).matches(in, NOWHERE, null);
        } else {
          new ClientMatch("", surroundings, new Values(), Diagnostic.NOBODY).check(in, NOWHERE);
        }
        in.skipAll();
      }
      case KeywordTable.Meaning.Structure s -> {
        for (String word : in.takeAll()) {
          WordChecks.notEmpty(word, in);
        }
      }
      default -> in.skipAll();
    }
  }

  /** The words that a keyword takes; none where they are too many to name. */
  public List<String> choices(Keyword<?> keyword) {
    return keyword.type().choices(dialect == Dialect.SERVER);
  }

  /** What the names in a keyword's list are names of; empty for one that takes no such list. */
  public static Optional<Kind> algorithms(Keyword<?> keyword) {
    return keyword.type() instanceof AlgorithmList list
        ? Optional.of(list.kind())
        : Optional.empty();
  }

  /** What a list of algorithm names means, with +, -, ^ and wildcards worked out. */
  public static List<String> resolved(Kind kind, String list, AlgorithmNames names) {
    return new AlgorithmList(kind).resolve(list, names);
  }

  /**
   * The files that an argument of Include names, sorted.
   *
   * @param folder what a relative name is relative to
   */
  public static List<String> included(String word, String folder, Surroundings surroundings)
      throws IOException {
    try {
      String pattern = Paths.tilde(word, surroundings);
      return Globs.expand(pattern.startsWith("/") ? pattern : folder + "/" + pattern);
    } catch (BadValueException e) {
      throw new IOException(e.text(), e);
    }
  }
}
