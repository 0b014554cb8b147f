package dev.aikagi.tools.explain;

import java.util.List;
import java.util.Optional;

/**
 * One way to mend a finding.
 *
 * @param where whose machine the commands are for
 * @param commands for sh, one after the other, exactly as they are to be typed
 * @param fix what {@code --fix} does about it; empty where it is not the user's own to change
 */
public record Remedy(Where where, List<String> commands, Optional<Fix> fix) {
  /** The machine that something is to be done on. */
  public enum Where {
    HERE,
    SERVER
  }

  public Remedy {
    commands = List.copyOf(commands);
  }

  public static Remedy here(String... commands) {
    return new Remedy(Where.HERE, List.of(commands), Optional.empty());
  }

  public static Remedy server(String... commands) {
    return new Remedy(Where.SERVER, List.of(commands), Optional.empty());
  }

  /** The same, that --fix can do. */
  public Remedy with(Fix change) {
    return new Remedy(where, commands, Optional.of(change));
  }
}
