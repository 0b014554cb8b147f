package dev.aikagi.trust;

import dev.aikagi.Printable;
import dev.aikagi.Reason;
import java.nio.file.Path;
import java.util.Optional;

/** Why a file is not trusted. */
public sealed interface FileModeReason extends Reason {
  Path path();

  record Missing(Path path) implements FileModeReason {
    @Override
    public String summary() {
      return "cannot look at " + text(path);
    }
  }

  record NotAFile(Path path) implements FileModeReason {
    @Override
    public String summary() {
      return text(path) + " is not a regular file";
    }
  }

  record NotAFolder(Path path) implements FileModeReason {
    @Override
    public String summary() {
      return text(path) + " is not a directory";
    }
  }

  /** Neither root nor this user owns it. */
  record WrongOwner(Path path, boolean folder, String owner, String user)
      implements FileModeReason {
    @Override
    public String summary() {
      return bad(folder, path)
          + ": it belongs to "
          + owner
          + ", not to "
          + (user.equals("root") ? "" : user + " or ")
          + "root";
    }

    @Override
    public Optional<String> remedy() {
      return Optional.of("chown " + user + " " + quoted(path));
    }
  }

  record WritableByOthers(Path path, boolean folder, int mode) implements FileModeReason {
    @Override
    public String summary() {
      return bad(folder, path) + ": mode " + octal(mode) + " lets others write";
    }

    @Override
    public Optional<String> remedy() {
      return Optional.of("chmod go-w " + quoted(path));
    }
  }

  record PrivateKeyTooOpen(Path path, int mode) implements FileModeReason {
    @Override
    public String summary() {
      return "Permissions " + octal(mode) + " for '" + text(path) + "' are too open.";
    }

    @Override
    public Optional<String> remedy() {
      return Optional.of("chmod 600 " + quoted(path));
    }

    /** The warning of OpenSSH, line for line, each ending with a line feed. */
    public String warning() {
      String bar = "@".repeat(59) + "\n";
      return bar
          + "@         WARNING: UNPROTECTED PRIVATE KEY FILE!          @\n"
          + bar
          + summary()
          + "\nIt is required that your private key files are NOT accessible by others.\n"
          + "This private key will be ignored.\n";
    }
  }

  private static String bad(boolean folder, Path path) {
    return "bad ownership or modes for " + (folder ? "directory " : "file ") + text(path);
  }

  private static String text(Path path) {
    return Printable.of(path.toString(), 1024);
  }

  private static String octal(int mode) {
    return String.format("0%03o", mode);
  }

  private static String quoted(Path path) {
    String text = text(path);
    boolean plain =
        text.chars().allMatch(c -> Character.isLetterOrDigit(c) || "/._-+@".indexOf(c) >= 0);
    return plain ? text : "'" + text.replace("'", "'\\''") + "'";
  }
}
