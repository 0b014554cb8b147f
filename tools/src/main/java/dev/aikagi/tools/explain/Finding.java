package dev.aikagi.tools.explain;

import dev.aikagi.Reason;
import java.util.List;

/**
 * Something that keeps a login from succeeding, or may.
 *
 * @param reason which; the catalogue has its title, why and mend
 * @param evidence what was seen that says so, such as the line of a configuration
 * @param remedies the best first
 */
public record Finding(Rank rank, Reason reason, List<Words> evidence, List<Remedy> remedies) {
  public Finding {
    evidence = List.copyOf(evidence);
    remedies = List.copyOf(remedies);
  }

  public static Finding of(Rank rank, Reason reason, Remedy... remedies) {
    return new Finding(rank, reason, List.of(), List.of(remedies));
  }

  /** With what was seen. */
  public Finding seen(Words... words) {
    return new Finding(rank, reason, List.of(words), remedies);
  }
}
