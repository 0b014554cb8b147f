package dev.aikagi.tools.rotate;

/** What a login with one key alone showed. */
sealed interface Seen {
  /** The key, and nothing else, opened the door. */
  record Opened() implements Seen {}

  /** The server refused it. */
  record Shut() implements Seen {}

  /** There was no answer. */
  record NotReached(String said) implements Seen {}

  /** The server takes the key, or everybody, and the key has not opened the door. */
  record Unproven(String why) implements Seen {}
}
