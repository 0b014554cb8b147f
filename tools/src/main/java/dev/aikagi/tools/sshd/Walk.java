package dev.aikagi.tools.sshd;

import dev.aikagi.Reason;
import dev.aikagi.config.Keyword;
import dev.aikagi.config.ServerConfig;
import dev.aikagi.config.ServerKeywords;
import dev.aikagi.posix.User;
import dev.aikagi.tools.explain.Finding;
import dev.aikagi.tools.explain.Mark;
import dev.aikagi.tools.explain.Rank;
import dev.aikagi.tools.explain.Remedy;
import dev.aikagi.tools.explain.Step;
import dev.aikagi.tools.explain.TidyUp;
import dev.aikagi.tools.explain.Words;
import java.util.ArrayList;
import java.util.List;

/** What was seen so far on the way of one login. For one thread. */
final class Walk {
  final WalkRequest request;
  final ServerConfig config;
  final ConfigLines lines;
  final User user;
  final Peer peer;
  private final List<Step> way = new ArrayList<>();
  private final List<Finding> findings = new ArrayList<>();
  private final List<TidyUp> tidyUps = new ArrayList<>();

  Walk(WalkRequest request, ServerConfig config, ConfigLines lines, User user, Peer peer) {
    this.request = request;
    this.config = config;
    this.lines = lines;
    this.user = user;
    this.peer = peer;
  }

  boolean withPam() {
    return config.value(ServerKeywords.USE_PAM);
  }

  /** Whether Match Address and from= can be judged. */
  boolean addressKnown() {
    return peer.source().isPresent();
  }

  void step(Mark mark, String key, Object... values) {
    way.add(Step.of(mark, Words.of(key, values)));
  }

  void step(Step step) {
    way.add(step);
  }

  /** Said once, however many ask. */
  void step(Mark mark, Reason reason) {
    Step step = Step.of(mark, reason);
    if (!way.contains(step)) {
      way.add(step);
    }
  }

  void find(Finding finding) {
    boolean known = findings.stream().anyMatch(f -> f.reason().equals(finding.reason()));
    if (!known) {
      findings.add(finding);
    }
  }

  void tidy(TidyUp tidyUp) {
    tidyUps.add(tidyUp);
  }

  /** Keeps the user out, by this setting. */
  void configured(Rank rank, Reason reason, Keyword<?> keyword, Remedy... remedies) {
    step(rank == Rank.RISK ? Mark.NOTE : Mark.BAD, reason);
    find(Finding.of(rank, reason, useful(remedies)).seen(lines.evidence(keyword)));
  }

  /** Keeps the user out, by itself. */
  void fault(Rank rank, Reason reason, Remedy... remedies) {
    step(rank == Rank.RISK ? Mark.NOTE : Mark.BAD, reason);
    find(Finding.of(rank, reason, useful(remedies)));
  }

  /** What is set on a command line has no command that changes it. */
  static Remedy[] useful(Remedy... remedies) {
    return java.util.Arrays.stream(remedies)
        .filter(r -> !r.commands().isEmpty())
        .toArray(Remedy[]::new);
  }

  List<Step> way() {
    return way;
  }

  List<Finding> findings() {
    return findings;
  }

  List<TidyUp> tidyUps() {
    return tidyUps;
  }
}
