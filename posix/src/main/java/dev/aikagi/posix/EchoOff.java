package dev.aikagi.posix;

import java.io.IOException;
import org.jspecify.annotations.Nullable;

/**
 * A terminal that does not show what is typed, until {@link #close}. It shows it again before ssh
 * is stopped (Ctrl-Z) or dies by a signal. When a stopped process goes on, the shell has set the
 * terminal to echo, and a secret would be seen: the echo is taken off once more and the question
 * repeated.
 */
final class EchoOff implements AutoCloseable {
  private static volatile @Nullable EchoOff current;

  private final Prompt prompt;
  private final String question;
  private final TerminalAttributes before;
  private final Thread hook = new Thread(this::restore, "restore the terminal");
  private boolean over;

  private EchoOff(Prompt prompt, String question, TerminalAttributes before) {
    this.prompt = prompt;
    this.question = question;
    this.before = before;
  }

  /** Takes the echo off, forgets what was typed before, and asks. */
  static EchoOff ask(Prompt prompt, String question) throws IOException {
    EchoOff echo = new EchoOff(prompt, question, prompt.terminal().attributes());
    Runtime.getRuntime().addShutdownHook(echo.hook);
    current = echo;
    Signals.handle("TSTP", echo::stop);
    Signals.handle("CONT", echo::again);
    try {
      echo.apply();
    } catch (IOException e) {
      echo.close();
      throw e;
    }
    return echo;
  }

  /** Lets the terminal echo again where a question is open: for who is about to die by a signal. */
  static void abandon() {
    EchoOff echo = current;
    if (echo != null) {
      echo.leaveLine();
    }
  }

  /** The key that asks for SIGQUIT; 0 if there is none. It ends the line here, see below. */
  int quitKey() {
    return before.character(TerminalAttributes.VQUIT);
  }

  private synchronized void apply() throws IOException {
    if (!over) {
      prompt.terminal().applyDiscardingInput(before.lineWithoutEcho());
      prompt.show("\r" + question);
    }
  }

  private void again() {
    Signals.handle("TSTP", this::stop);
    try {
      apply();
    } catch (IOException e) {
      // The terminal is gone: the read that waits for the answer finds out as well.
      restore();
    }
  }

  private void stop() {
    leaveLine();
    Signals.restoreDefault("TSTP");
    try {
      Signals.stopThisProcess();
    } catch (PosixException e) {
      // A process may always signal itself; if not, it stays, and asks on.
      again();
    }
  }

  private void leaveLine() {
    restore();
    try {
      prompt.show("\n");
    } catch (IOException e) {
      // Hung up: nobody is left to see a line end.
      return;
    }
  }

  private void restore() {
    try {
      prompt.terminal().apply(before);
    } catch (PosixException e) {
      // Hung up: nobody is left to restore it for.
      return;
    }
  }

  @Override
  public void close() {
    current = null;
    synchronized (this) {
      over = true;
      restore();
    }
    Signals.restoreDefault("TSTP");
    Signals.restoreDefault("CONT");
    try {
      Runtime.getRuntime().removeShutdownHook(hook);
    } catch (IllegalStateException e) {
      // The shutdown runs the hook right now.
      return;
    }
  }
}
