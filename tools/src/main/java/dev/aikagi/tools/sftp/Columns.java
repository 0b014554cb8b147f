package dev.aikagi.tools.sftp;

import dev.aikagi.tools.files.Shown;
import java.util.function.Consumer;

/** Names side by side, in as many columns as the terminal has room for. */
final class Columns {
  private final Consumer<String> out;
  private final int columns;
  private final int width;
  private int next = 1;

  /**
   * @param longest columns of the longest name
   * @param terminal columns of the terminal
   */
  Columns(Consumer<String> out, int longest, int terminal) {
    this.out = out;
    this.columns = Math.max(1, terminal / (longest + 2));
    this.width = terminal / columns;
  }

  /** One name in each line, and nothing behind it. */
  static Columns single(Consumer<String> out) {
    return new Columns(out);
  }

  private Columns(Consumer<String> out) {
    this.out = out;
    this.columns = 1;
    this.width = 0;
  }

  void add(String shown) {
    out.accept(Shown.padded(shown, width));
    if (next >= columns) {
      out.accept("\n");
      next = 1;
    } else {
      next++;
    }
  }

  /** Ends the last line. */
  void end() {
    if (next != 1) {
      out.accept("\n");
    }
  }
}
