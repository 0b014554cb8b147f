package dev.aikagi.tools.configcheck;

import dev.aikagi.Reason;
import dev.aikagi.tools.explain.Rank;
import java.util.List;
import java.util.Optional;

/**
 * A finding before its remedies are put together.
 *
 * @param entry the line that shows it
 * @param edit what mends the line
 * @param automatic whether --fix may make the change: the line then says what was meant all along
 * @param commands what mends it where no line is to be changed
 */
record Draft(
    Rank rank,
    Reason reason,
    Optional<Entry> entry,
    Optional<Edit> edit,
    boolean automatic,
    List<String> commands) {
  Draft {
    commands = List.copyOf(commands);
  }

  static Draft of(Rank rank, Reason reason, Entry entry) {
    return new Draft(rank, reason, Optional.of(entry), Optional.empty(), false, List.of());
  }

  static Draft of(Rank rank, Reason reason, String... commands) {
    return new Draft(rank, reason, Optional.empty(), Optional.empty(), false, List.of(commands));
  }

  /** The same with a change that somebody has to decide on. */
  Draft proposing(Optional<Edit> change) {
    return new Draft(rank, reason, entry, change, false, commands);
  }

  Draft proposing(Edit change) {
    return proposing(Optional.of(change));
  }

  /** The same with a change that --fix makes. */
  Draft fixing(Edit change) {
    return new Draft(rank, reason, entry, Optional.of(change), true, commands);
  }

  Draft with(String... more) {
    return new Draft(rank, reason, entry, edit, automatic, List.of(more));
  }

  Draft at(Entry line) {
    return new Draft(rank, reason, Optional.of(line), edit, automatic, commands);
  }
}
