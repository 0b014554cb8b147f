package dev.aikagi.tools;

/** A tool ends with this message and status. An empty message was said already. */
public final class Fatal extends Exception {
  private static final long serialVersionUID = 1L;

  private final int status;

  public Fatal(String message) {
    this(message, Exit.FATAL);
  }

  public Fatal(String message, int status) {
    super(message, null, false, false);
    this.status = status;
  }

  public int status() {
    return status;
  }

  public String text() {
    return String.valueOf(getMessage());
  }
}
