package dev.aikagi.guards;

/** A table that does not fit the sources. */
final class TableException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  TableException(String message) {
    super(message);
  }
}
