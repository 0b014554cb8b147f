package dev.aikagi.tools.sshd;

import dev.aikagi.Bytes;
import dev.aikagi.Reason;
import dev.aikagi.trust.AuthorizedKeys;
import dev.aikagi.trust.FileModeReason;
import java.nio.file.Path;
import java.util.List;

/** What the user's rights found at the place of a list of keys. */
sealed interface KeyList {
  record Text(Path file, Bytes text) implements KeyList {
    AuthorizedKeys keys() {
      return AuthorizedKeys.parse(file.toString(), text.toArray());
    }
  }

  record Unusable(Reason why) implements KeyList {}

  /** Others may write to it, or to a folder on the way. */
  record Open(Path file, List<FileModeReason> faults) implements KeyList {
    public Open {
      faults = List.copyOf(faults);
    }
  }
}
