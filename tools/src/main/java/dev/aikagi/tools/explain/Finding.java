package dev.aikagi.tools.explain;

import dev.aikagi.Reason;
import java.util.List;
import java.util.Optional;

/**
 * Something that keeps a login from succeeding, or may.
 *
 * @param reason which; the catalogue has its title, why and mend
 * @param evidence what was seen that says so, such as the line of a configuration
 * @param remedies the best first
 * @param jumpHost the host on the way that it is about; empty for the destination itself
 */
public record Finding(
    Rank rank,
    Reason reason,
    List<Words> evidence,
    List<Remedy> remedies,
    Optional<String> jumpHost) {
  public Finding {
    evidence = List.copyOf(evidence);
    remedies = List.copyOf(remedies);
  }

  public Finding(Rank rank, Reason reason, List<Words> evidence, List<Remedy> remedies) {
    this(rank, reason, evidence, remedies, Optional.empty());
  }

  public static Finding of(Rank rank, Reason reason, Remedy... remedies) {
    return new Finding(rank, reason, List.of(), List.of(remedies));
  }

  /** With what was seen. */
  public Finding seen(Words... words) {
    return new Finding(rank, reason, List.of(words), remedies, jumpHost);
  }

  /** About a host that is only passed; one that is named already stays. */
  public Finding at(String host) {
    return jumpHost.isPresent()
        ? this
        : new Finding(rank, reason, evidence, remedies, Optional.of(host));
  }
}
