package dev.aikagi.posix;

/**
 * A terminal in raw mode until {@link #close}. A shutdown hook restores it too, so that neither an
 * uncaught exception nor SIGTERM leaves the user with a terminal that does not echo.
 */
public final class RawMode implements AutoCloseable {
  private final Terminal terminal;
  private final TerminalAttributes before;
  private final Thread hook = new Thread(this::restore, "restore the terminal");
  private boolean restored;

  private RawMode(Terminal terminal, TerminalAttributes before) {
    this.terminal = terminal;
    this.before = before;
  }

  /** Remembers the terminal's attributes and makes it raw. */
  public static RawMode enter(Terminal terminal) throws PosixException {
    RawMode mode = new RawMode(terminal, terminal.attributes());
    Runtime.getRuntime().addShutdownHook(mode.hook);
    terminal.applyAfterOutput(mode.before.raw());
    return mode;
  }

  /** What the terminal was set to before. */
  public TerminalAttributes before() {
    return before;
  }

  /** Raw again, after {@link #suspend}. */
  public synchronized void resume() throws PosixException {
    if (restored) {
      terminal.applyAfterOutput(before.raw());
      restored = false;
    }
  }

  /** As it was before, for as long as the process is stopped or asks something. */
  public void suspend() {
    restore();
  }

  @Override
  public void close() {
    restore();
    try {
      Runtime.getRuntime().removeShutdownHook(hook);
    } catch (IllegalStateException e) {
      // The shutdown has begun: the hook runs now, and finds nothing to do.
      return;
    }
  }

  private synchronized void restore() {
    if (restored) {
      return;
    }
    restored = true;
    try {
      terminal.applyAfterOutput(before);
    } catch (PosixException e) {
      // The terminal is gone (hang-up): there is nobody left to restore it for.
      return;
    }
  }
}
