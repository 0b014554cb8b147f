package dev.aikagi.config;

import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.Supplier;

/**
 * Puts values in the place of %x tokens and ${VARIABLE}s. One pass: what a value contains is never
 * expanded again (CVE-2023-51385 and its successors).
 */
public final class Tokens {
  /** No expansion grows beyond this. */
  private static final int MAX_LENGTH = 64 * 1024;

  private final Map<Character, Supplier<String>> values = new HashMap<>();
  private boolean shell;

  /** Knows only %%. */
  public Tokens() {}

  /** Gives a token its value. */
  public Tokens with(char token, String value) {
    values.put(token, () -> value);
    return this;
  }

  /** Gives a token a value that is worked out only if the token is used. */
  public Tokens with(char token, Supplier<String> value) {
    values.put(token, value);
    return this;
  }

  /** Expands %x tokens; %% is a percent sign. */
  public String expand(String template) throws ConfigException {
    return expand(template, false, name -> Optional.empty());
  }

  /** Expands %x tokens and ${VARIABLE}s. */
  public String expand(String template, Function<String, Optional<String>> variables)
      throws ConfigException {
    return expand(template, true, variables);
  }

  /**
   * Expands %x tokens in a command that a shell will run. A value with a character that ends a
   * command, quotes or substitutes is refused, as templates forget to quote. Blanks and wildcards
   * may stand in a value: without quotes in the template it can become several words.
   */
  public String expandForShell(String template) throws ConfigException {
    Tokens checked = new Tokens();
    for (var entry : values.entrySet()) {
      checked.values.put(entry.getKey(), entry.getValue());
    }
    checked.shell = true;
    return checked.expand(template);
  }

  private String expand(
      String template, boolean dollar, Function<String, Optional<String>> variables)
      throws ConfigException {
    StringBuilder out = new StringBuilder();
    for (int i = 0; i < template.length(); i++) {
      char c = template.charAt(i);
      if (dollar && c == '$' && i + 1 < template.length() && template.charAt(i + 1) == '{') {
        int close = template.indexOf('}', i);
        if (close < 0) {
          throw new ConfigException("environment variable '" + template + "' missing closing '}'");
        }
        out.append(variable(template.substring(i + 2, close), variables));
        i = close;
      } else if (c == '%') {
        if (++i == template.length()) {
          throw new ConfigException("invalid format");
        }
        char token = template.charAt(i);
        out.append(token == '%' ? "%" : value(token));
      } else {
        out.append(c);
      }
      if (out.length() > MAX_LENGTH) {
        throw new ConfigException("string too long");
      }
    }
    return out.toString();
  }

  private static String variable(String name, Function<String, Optional<String>> variables)
      throws ConfigException {
    if (name.isEmpty()) {
      throw new ConfigException("zero-length environment variable");
    }
    Optional<String> value = variables.apply(name);
    if (value.isEmpty()) {
      throw new ConfigException("env var ${" + name + "} has no value");
    }
    return value.get();
  }

  private String value(char token) throws ConfigException {
    Supplier<String> value = values.get(token);
    if (value == null) {
      throw new ConfigException("unknown key %" + token);
    }
    String text = value.get();
    if (shell && !SafeNames.isShellArgument(text)) {
      throw new ConfigException(
          "the value of %" + token + " contains characters that a shell would interpret");
    }
    return text;
  }
}
