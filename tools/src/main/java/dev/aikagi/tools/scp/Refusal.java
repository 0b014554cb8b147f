package dev.aikagi.tools.scp;

/** One source is not copied, for this reason; the others are. An empty one was said already. */
final class Refusal extends Exception {
  private static final long serialVersionUID = 1L;

  Refusal(String message) {
    super(message, null, false, false);
  }

  String text() {
    return String.valueOf(getMessage());
  }
}
