package dev.aikagi;

/**
 * The connection is over; {@link #termination} says how it ended. Each waiter gets an exception of
 * its own.
 */
public final class ConnectionEndedException extends SshException {
  private static final long serialVersionUID = 1L;

  private final transient Termination termination;

  public ConnectionEndedException(Termination termination) {
    super(termination.summary());
    this.termination = termination;
  }

  public Termination termination() {
    return termination;
  }
}
