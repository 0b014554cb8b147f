package dev.aikagi.tools.explain;

import java.util.Comparator;
import java.util.List;

/**
 * What was found out.
 *
 * @param way the steps, in the order of events
 * @param findings the likeliest cause first
 * @param tidyUps what is no fault: with nothing else, the report is healthy
 */
public record Report(Words subject, List<Step> way, List<Finding> findings, List<TidyUp> tidyUps) {
  public Report {
    way = List.copyOf(way);
    tidyUps = List.copyOf(tidyUps);
    findings = findings.stream().sorted(Comparator.comparing(Finding::rank)).toList();
  }

  /** With nothing to tidy up. */
  public Report(Words subject, List<Step> way, List<Finding> findings) {
    this(subject, way, findings, List.of());
  }

  public boolean healthy() {
    return findings.isEmpty();
  }
}
