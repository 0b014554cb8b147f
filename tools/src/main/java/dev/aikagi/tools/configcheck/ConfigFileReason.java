package dev.aikagi.tools.configcheck;

import dev.aikagi.Reason;
import java.nio.file.Path;

/** What is wrong with a file rather than with a line of it. */
public sealed interface ConfigFileReason extends Reason {
  /** Others can write to it. */
  record WritableByOthers(Path path, int mode) implements ConfigFileReason {
    @Override
    public String summary() {
      return path + " can be written by others";
    }
  }

  /** It cannot be read. */
  record NotReadable(Path path, String fault) implements ConfigFileReason {
    @Override
    public String summary() {
      return path + ": " + fault;
    }
  }
}
