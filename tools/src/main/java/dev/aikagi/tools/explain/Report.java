package dev.aikagi.tools.explain;

import java.util.Comparator;
import java.util.List;

/**
 * What was found out.
 *
 * @param way the steps, in the order of events
 * @param findings the likeliest cause first
 */
public record Report(Words subject, List<Step> way, List<Finding> findings) {
  public Report {
    way = List.copyOf(way);
    findings = findings.stream().sorted(Comparator.comparing(Finding::rank)).toList();
  }

  public boolean healthy() {
    return findings.isEmpty();
  }
}
