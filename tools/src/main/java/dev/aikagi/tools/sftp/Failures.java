package dev.aikagi.tools.sftp;

import dev.aikagi.tools.Fatal;
import dev.aikagi.tools.files.Output;

/** Of several parts of a command, those that fail are said, and the others go on. */
final class Failures {
  private final Output out;
  private boolean any;

  Failures(Output out) {
    this.out = out;
  }

  /** A part of a command. */
  interface Part {
    void run() throws Refusal, Fatal;
  }

  void tryIt(Part part) throws Fatal {
    try {
      part.run();
    } catch (Refusal e) {
      add(e.text());
    }
  }

  void add(String text) {
    any = true;
    if (!text.isEmpty()) {
      out.error(text);
    }
  }

  /** The command failed if any part of it did. */
  void end() throws Refusal {
    if (any) {
      throw new Refusal("");
    }
  }
}
