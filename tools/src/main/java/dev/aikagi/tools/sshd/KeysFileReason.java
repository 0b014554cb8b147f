package dev.aikagi.tools.sshd;

import dev.aikagi.Printable;
import dev.aikagi.Reason;
import java.nio.file.Path;
import java.util.Optional;

/** Why a whole file of AuthorizedKeysFile authorises nobody, or not this key. */
public sealed interface KeysFileReason extends Reason {
  record Missing(Path path) implements KeysFileReason {
    @Override
    public String summary() {
      return "Could not use " + text(path) + ": No such file or directory";
    }
  }

  /** The user's own rights do not reach it. */
  record Unreadable(Path path, String fault) implements KeysFileReason {
    @Override
    public String summary() {
      return "Could not use " + text(path) + ": " + fault;
    }
  }

  record NotRegular(Path path) implements KeysFileReason {
    @Override
    public String summary() {
      return "Could not use " + text(path) + ": not a regular file";
    }
  }

  record TooLarge(Path path) implements KeysFileReason {
    @Override
    public String summary() {
      return "Could not use " + text(path) + ": too large";
    }
  }

  /** A name of AuthorizedKeysFile that means no file. */
  record BadName(String template, String fault) implements KeysFileReason {
    @Override
    public String summary() {
      return "Could not use " + Printable.of(template, 256) + ": " + fault;
    }
  }

  /** Other keys are in it. */
  record NotListed(String path, int count) implements KeysFileReason {
    @Override
    public String summary() {
      return Printable.of(path, 1024) + ": none of its " + count + " keys is this one";
    }
  }

  /** A file with keys lies beside it under a name that sshd does not look for. */
  record NamedOtherwise(Path path, Path found) implements KeysFileReason {
    @Override
    public String summary() {
      return "keys are in " + text(found) + ", and sshd looks for " + text(path);
    }

    @Override
    public Optional<String> remedy() {
      return Optional.of("mv " + text(found) + " " + text(path));
    }
  }

  /** A .pub file lies there whose key is not in the list. */
  record NotAppended(Path path, Path found) implements KeysFileReason {
    @Override
    public String summary() {
      return "the key of " + text(found) + " is not in " + text(path);
    }

    @Override
    public Optional<String> remedy() {
      return Optional.of("cat " + text(found) + " >> " + text(path));
    }
  }

  /** The key is in the list of another account. */
  record OfSomebodyElse(Path path, Path found, String owner) implements KeysFileReason {
    @Override
    public String summary() {
      return "the key is in " + text(found) + " of " + Printable.of(owner, 100);
    }
  }

  private static String text(Path path) {
    return Printable.of(path.toString(), 1024);
  }
}
