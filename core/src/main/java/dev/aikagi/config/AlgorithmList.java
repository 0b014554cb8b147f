package dev.aikagi.config;

import dev.aikagi.config.AlgorithmNames.Kind;
import dev.aikagi.pattern.Patterns;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Reads a list of algorithm names as written: a list, or +, -, ^ and what to change the default by.
 */
final class AlgorithmList extends ValueType<String> {
  private final Kind kind;

  AlgorithmList(Kind kind) {
    this.kind = kind;
  }

  Kind kind() {
    return kind;
  }

  @Override
  String parse(Arguments in) throws BadValueException {
    String spec = in.required();
    if (spec.startsWith("-")) {
      return spec;
    }
    String names = spec.startsWith("+") || spec.startsWith("^") ? spec.substring(1) : spec;
    // A comma at the end is nothing to stop a server for; OpenSSH lets it pass too.
    if (!isValid(
        names.endsWith(",") ? names.substring(0, names.length() - 1) : names,
        in.context().algorithms())) {
      throw BadValueException.of(complaint(in, spec));
    }
    return spec;
  }

  private String complaint(Arguments in, String spec) {
    String what =
        switch (kind) {
          case CIPHER -> "Bad SSH2 cipher spec";
          case MAC -> in.isServer() ? "Bad SSH2 mac spec" : "Bad SSH2 MAC spec";
          case KEX -> "Bad SSH2 KexAlgorithms";
          case HOST_KEY, CA_SIGNATURE -> "Bad key types";
        };
    return what + " '" + spec + "'.";
  }

  private boolean isValid(String names, AlgorithmNames known) {
    List<String> supported = known.supported(kind);
    if (names.isEmpty()) {
      return false;
    }
    boolean patterns = kind == Kind.HOST_KEY || kind == Kind.CA_SIGNATURE;
    for (String name : Split.at(',', names)) {
      if (patterns ? matching(supported, name).isEmpty() : !supported.contains(name)) {
        return false;
      }
    }
    return true;
  }

  /** The list that a spec means; null, where nothing is configured, is the default list. */
  List<String> resolve(@Nullable String spec, AlgorithmNames known) {
    List<String> defaults = known.defaults(kind);
    if (spec == null || spec.isEmpty()) {
      return defaults;
    }
    String names = spec.substring(1);
    return switch (spec.charAt(0)) {
      case '-' -> without(defaults, names);
      case '+' -> expand(known, String.join(",", defaults) + "," + names);
      case '^' -> expand(known, names + "," + String.join(",", defaults));
      default -> expand(known, spec);
    };
  }

  private static List<String> without(List<String> defaults, String patterns) {
    List<String> left = new ArrayList<>();
    for (String name : defaults) {
      if (!Patterns.matchesList(name, patterns)) {
        left.add(name);
      }
    }
    return List.copyOf(left);
  }

  private List<String> expand(AlgorithmNames known, String names) {
    Set<String> all = new LinkedHashSet<>();
    for (String name : Split.at(',', names)) {
      all.addAll(matching(known.supported(kind), name));
    }
    return List.copyOf(all);
  }

  private static List<String> matching(List<String> supported, String pattern) {
    if (supported.contains(pattern)) {
      return List.of(pattern);
    }
    List<String> found = new ArrayList<>();
    for (String name : supported) {
      if (Patterns.matches(name, pattern)) {
        found.add(name);
      }
    }
    return found;
  }
}
