package dev.aikagi.tools.copyid;

import java.util.ArrayList;
import java.util.List;

/**
 * A host to log in to, and the person's options for ssh.
 *
 * @param options with their letters, as words of ssh's
 * @param name as it was typed: [user@]host or ssh://[user@]host[:port]
 */
public record Destination(List<String> options, String name, boolean verbose) implements SshWords {
  public Destination {
    options = List.copyOf(options);
  }

  /** Whether it can be a host: for ssh a word with a dash would be an option. */
  public static boolean isNamed(String word) {
    return !word.isEmpty() && !word.startsWith("-");
  }

  @Override
  public List<String> forSsh(List<String> first) {
    List<String> words = new ArrayList<>(List.of("-a", "-x"));
    if (verbose) {
      words.add("-v");
    }
    words.addAll(first);
    words.addAll(options);
    words.add(name);
    return words;
  }
}
