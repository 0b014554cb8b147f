package dev.aikagi.tools.rotate;

import java.util.List;

/**
 * What became of one destination.
 *
 * @param text in one sentence; may be empty
 * @param evidence further sentences
 */
public record Outcome(State state, String text, List<String> evidence) {
  /** Where it stands. */
  public enum State {
    /** The new key opens it and the old one does not. */
    ROTATED,
    /** Nothing was changed: a person has to decide something first. */
    LEFT,
    /** Something went wrong on the way; the old key's line is there, where nothing else is said. */
    FAILED
  }

  public Outcome {
    evidence = List.copyOf(evidence);
  }

  static Outcome rotated(String text) {
    return new Outcome(State.ROTATED, text, List.of());
  }

  static Outcome left(String text) {
    return new Outcome(State.LEFT, text, List.of());
  }

  static Outcome failed(String text, List<String> evidence) {
    return new Outcome(State.FAILED, text, evidence);
  }

  static Outcome failed(String text) {
    return failed(text, List.of());
  }
}
