package dev.aikagi.config;

import dev.aikagi.Reason;
import java.util.Optional;

/** Why a configuration file is not read. */
public sealed interface ConfigFileReason extends Reason {
  String file();

  /**
   * Somebody else owns it or may write it, and it can have a program run any command.
   *
   * @param owner the number of the user who owns it
   * @param mode the permission bits
   */
  record NotTrusted(String file, long owner, int mode) implements ConfigFileReason {
    @Override
    public String summary() {
      return "Bad owner or permissions on " + file;
    }

    @Override
    public Optional<String> remedy() {
      return Optional.of("chmod go-w " + file + ", and own it");
    }
  }
}
