package dev.aikagi.tools.configcheck;

import dev.aikagi.Reason;
import java.nio.file.Path;

/** What is wrong with a host key. */
public sealed interface HostKeyFileReason extends Reason {
  /** A HostKey line without a file. */
  record Missing(String file, int line, Path path) implements HostKeyFileReason {
    @Override
    public String summary() {
      return file + ":" + line + ": there is no " + path;
    }
  }

  /** sshd cannot load it. */
  record Unusable(String file, int line, Path path, String fault) implements HostKeyFileReason {
    @Override
    public String summary() {
      return file + ":" + line + ": " + path + ": " + fault;
    }
  }

  /** Others can read it. */
  record TooOpen(Path path, int mode) implements HostKeyFileReason {
    @Override
    public String summary() {
      return path + " can be read by others";
    }
  }

  /** A key of a weak type. */
  record Weak(Path path, String type) implements HostKeyFileReason {
    @Override
    public String summary() {
      return path + " is weak: " + type;
    }
  }
}
