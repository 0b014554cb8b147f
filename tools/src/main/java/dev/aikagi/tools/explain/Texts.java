package dev.aikagi.tools.explain;

import dev.aikagi.Printable;
import dev.aikagi.Reason;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.ResourceBundle;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Function;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The texts in one language. Immutable. */
public final class Texts {
  /** One for what each part of the tools has to say. */
  private static final List<String> BUNDLES = List.of("Report", "Client", "Server", "Config");

  private static final String PACKAGE = "dev.aikagi.tools.explain.";
  private static final Pattern PLACEHOLDER = Pattern.compile("\\{([a-zA-Z]+)}");
  private static final int MAX = 2048;

  private final Locale language;
  private final List<ResourceBundle> bundles;

  private Texts(Locale language) {
    this.language = language;
    Locale named = language.equals(Locale.JAPANESE) ? Locale.JAPANESE : Locale.ROOT;
    this.bundles =
        BUNDLES.stream().map(b -> ResourceBundle.getBundle(PACKAGE + b + "Texts", named)).toList();
  }

  /** What logs and scripts get. */
  public static Texts english() {
    return new Texts(Locale.ENGLISH);
  }

  /** By a word such as {@code ja} or {@code ja_JP.UTF-8}; English for whatever is not there. */
  public static Texts named(String word) {
    return word.equals("ja") || word.startsWith("ja_") || word.startsWith("ja.")
        ? new Texts(Locale.JAPANESE)
        : english();
  }

  /** By LC_ALL, LC_MESSAGES and LANG, in that order, as setlocale(3) reads them. */
  public static Texts ofEnvironment(Function<String, Optional<String>> variable) {
    for (String name : new String[] {"LC_ALL", "LC_MESSAGES", "LANG"}) {
      Optional<String> value = variable.apply(name).filter(v -> !v.isEmpty());
      if (value.isPresent()) {
        return isUtf8(value.get()) ? named(value.get()) : english();
      }
    }
    return english();
  }

  /** The texts are written as UTF-8, which a terminal with another codeset would garble. */
  private static boolean isUtf8(String locale) {
    int dot = locale.indexOf('.');
    String codeset = dot < 0 ? "UTF-8" : locale.substring(dot + 1);
    return codeset.toUpperCase(Locale.ROOT).replace("-", "").startsWith("UTF8");
  }

  public Locale language() {
    return language;
  }

  /** A text with its placeholders filled in. */
  public String text(Words words) {
    Matcher matcher = PLACEHOLDER.matcher(pattern(words.key()));
    return matcher.replaceAll(
        m -> {
          Object value = words.values().get(m.group(1));
          if (value == null) {
            throw new IllegalArgumentException(words.key() + " has no " + m.group());
          }
          return Matcher.quoteReplacement(Values.text(m.group(1), value, this));
        });
  }

  /** What is wrong; the reason's own sentence where the catalogue has none. */
  public String title(Reason reason) {
    Words words = Words.of(reason);
    return has(words.key()) ? text(words) : Printable.of(reason.summary(), MAX);
  }

  /** What it means and how it comes about; empty for reasons that are no causes. */
  public Optional<String> why(Reason reason) {
    return part(reason, "why");
  }

  /** What mends it, in words. */
  public Optional<String> mend(Reason reason) {
    return part(reason, "mend");
  }

  private Optional<String> part(Reason reason, String part) {
    Words words = new Words(reason.code() + "." + part, Values.of(reason));
    return has(words.key()) ? Optional.of(text(words)) : Optional.empty();
  }

  boolean has(String key) {
    return bundles.stream().anyMatch(b -> b.containsKey(key));
  }

  private String pattern(String key) {
    for (ResourceBundle bundle : bundles) {
      if (bundle.containsKey(key)) {
        return bundle.getString(key);
      }
    }
    throw new IllegalArgumentException("no text " + key);
  }

  /** Every key of the bundles. */
  Set<String> keys() {
    Set<String> keys = new TreeSet<>();
    bundles.forEach(b -> keys.addAll(b.keySet()));
    return keys;
  }
}
