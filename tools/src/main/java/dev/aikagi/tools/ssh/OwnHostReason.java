package dev.aikagi.tools.ssh;

import dev.aikagi.Printable;
import dev.aikagi.Reason;
import java.nio.file.Path;
import java.util.Optional;

/** Why this host cannot vouch for its user (HostbasedAuthentication). */
public sealed interface OwnHostReason extends Reason {
  /** No public key of the host is there: perhaps it has no ssh server. */
  record NoKeys(Path folder) implements OwnHostReason {
    @Override
    public String summary() {
      return "no host key of this machine is in " + text(folder);
    }

    @Override
    public Optional<String> remedy() {
      return Optional.of("ssh-keygen -A");
    }
  }

  /** The key is root's to read, and there is no program that signs for others. */
  record NoHelper(Path key) implements OwnHostReason {
    @Override
    public String summary() {
      return text(key) + " can be read by root only, and no ssh-keysign is installed";
    }

    @Override
    public Optional<String> remedy() {
      return Optional.of("install OpenSSH's ssh-keysign, set-uid root");
    }
  }

  /** There is one, and it must not sign. */
  record HelperOff(Path key, String file) implements OwnHostReason {
    @Override
    public String summary() {
      return text(key)
          + " can be read by root only, and EnableSSHKeysign is not yes in "
          + Printable.of(file, 1024);
    }

    @Override
    public Optional<String> remedy() {
      return Optional.of("write EnableSSHKeysign yes to " + Printable.of(file, 1024));
    }
  }

  /** It was asked, and did not sign. */
  record HelperFailed(Path helper, String fault) implements OwnHostReason {
    @Override
    public String summary() {
      return text(helper) + " did not sign: " + Printable.of(fault, 1024);
    }
  }

  private static String text(Path path) {
    return Printable.of(path.toString(), 1024);
  }
}
