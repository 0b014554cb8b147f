package dev.aikagi.tools.files;

import dev.aikagi.posix.PosixException;
import dev.aikagi.posix.Signals;
import dev.aikagi.posix.Terminal;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Draws the progress of one file at a time, every second and when the terminal's size changes. In
 * the background it draws nothing, since the terminal is somebody else's then.
 */
public final class ProgressMeter {
  /** OpenSSH's. */
  private static final long INTERVAL_MILLIS = 1000;

  private static final int MAX_WIDTH = 511;

  /** Of a terminal that does not say. */
  private static final int DEFAULT_WIDTH = 80;

  private final Output out;
  private final Terminal terminal = Terminal.of(1);
  private final int group;
  private volatile long position;
  private @Nullable ProgressLine line;
  private boolean started;

  public ProgressMeter(Output out) {
    this.out = out;
    this.group = processGroup();
  }

  /**
   * Shows a line for a file.
   *
   * @param name as it is shown
   * @param start bytes that are there already
   */
  public synchronized void begin(String name, long start, long size) {
    if (!started) {
      started = true;
      Signals.handle("WINCH", this::resized);
      Thread.ofPlatform().daemon().name("progress").start(this::run);
    }
    position = start;
    line = new ProgressLine(name, start, size, System.nanoTime());
    draw();
    notifyAll();
  }

  /** How far it is; any thread. */
  public void at(long bytes) {
    position = bytes;
  }

  /** The last state, and the end of the line. */
  public synchronized void end() {
    if (line != null) {
      draw();
      line = null;
      if (isForeground()) {
        out.print("\n");
        out.flush();
      }
    }
  }

  private synchronized void resized() {
    draw();
  }

  private synchronized void run() {
    while (true) {
      try {
        if (line == null) {
          wait();
        } else {
          wait(INTERVAL_MILLIS);
          draw();
        }
      } catch (InterruptedException e) {
        // Nobody interrupts it.
        Thread.currentThread().interrupt();
        return;
      }
    }
  }

  private void draw() {
    if (line != null && isForeground()) {
      out.print("\r" + line.at(position, System.nanoTime(), width(terminal, MAX_WIDTH)));
      out.flush();
    }
  }

  /** Columns of a terminal; 80 where it does not say. */
  public static int width(Terminal terminal, int most) {
    try {
      int columns = terminal.windowSize().columns();
      return columns > 0 ? Math.min(columns, most) : DEFAULT_WIDTH;
    } catch (PosixException e) {
      return DEFAULT_WIDTH; // No terminal.
    }
  }

  private boolean isForeground() {
    try {
      return terminal.foregroundGroup() == group;
    } catch (PosixException e) {
      return false; // No terminal, or not ours.
    }
  }

  /** This process's group: the fifth field of its line in /proc, behind a name in parentheses. */
  private static int processGroup() {
    try {
      byte[] line = Files.readAllBytes(Path.of("/proc/self/stat"));
      String text = new String(line, StandardCharsets.ISO_8859_1);
      List<String> fields = List.of(text.substring(text.lastIndexOf(')') + 2).split(" ", 4));
      return Integer.parseInt(fields.get(2));
    } catch (IOException e) {
      return -1;
    }
  }
}
