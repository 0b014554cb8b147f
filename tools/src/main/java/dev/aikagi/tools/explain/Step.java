package dev.aikagi.tools.explain;

import dev.aikagi.Reason;
import java.util.List;

/** One step of the way that was gone, with those that it consists of. */
public record Step(Mark mark, Words text, List<Step> parts) {
  public Step {
    parts = List.copyOf(parts);
  }

  public static Step of(Mark mark, Words text, Step... parts) {
    return new Step(mark, text, List.of(parts));
  }

  /** A step that is a decision. */
  public static Step of(Mark mark, Reason reason) {
    return new Step(mark, Words.of(reason), List.of());
  }
}
