package dev.aikagi.tools.sftp;

import dev.aikagi.posix.Signals;
import dev.aikagi.sftp.Cancellation;
import dev.aikagi.tools.files.Output;
import org.jspecify.annotations.Nullable;

/**
 * What Ctrl-C does: at the prompt it clears the line, in a command it ends that and nothing else.
 * The handler runs on a thread of the JVM's.
 */
final class Interrupts {
  private final Output out;
  private boolean inCommand;
  private boolean happened;
  private @Nullable Cancellation transfer;
  private @Nullable Runnable atPrompt;

  Interrupts(Output out) {
    this.out = out;
  }

  /** Takes the signal over; what ssh ignores it must have been told before. */
  void install() {
    Signals.handle("INT", this::interrupt);
  }

  /** What to do while a line is edited; nothing if that is nobody's business. */
  synchronized void atPrompt(Runnable action) {
    atPrompt = action;
  }

  synchronized void beginCommand() {
    inCommand = true;
    happened = false;
  }

  synchronized void endCommand() {
    inCommand = false;
  }

  /** Whether the command at hand is to end. */
  synchronized boolean happened() {
    return happened;
  }

  /** What ends the transfers of the command at hand. */
  synchronized Cancellation cancellation() {
    Cancellation next = new Cancellation();
    if (happened) {
      next.cancel();
    }
    transfer = next;
    return next;
  }

  private void interrupt() {
    Runnable prompt = null;
    Cancellation running = null;
    synchronized (this) {
      if (inCommand) {
        happened = true;
        running = transfer;
      } else {
        prompt = atPrompt;
      }
    }
    if (prompt != null) {
      prompt.run();
    } else {
      out.error("\rInterrupt  ");
    }
    if (running != null) {
      running.cancel();
    }
  }
}
