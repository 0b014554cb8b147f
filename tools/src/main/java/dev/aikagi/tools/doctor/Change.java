package dev.aikagi.tools.doctor;

import dev.aikagi.posix.User;
import dev.aikagi.tools.explain.Fix;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;

/**
 * Makes a change. Root may do so in a folder of a user's, who may exchange any part of the way
 * meanwhile: see {@link OpenFolder}.
 */
final class Change {
  private Change() {}

  /** Makes it, and keeps the former content. */
  static Optional<Path> make(Fix fix) throws IOException {
    return make(fix, true);
  }

  /**
   * Makes it.
   *
   * @param keeps whether the former content stays in a file beside it
   * @return where the former content is kept
   * @throws IOException where it fails, or where the file is not as it was when it was looked at
   */
  static Optional<Path> make(Fix fix, boolean keeps) throws IOException {
    Path path = place(fix.path().toAbsolutePath());
    Path name = path.getFileName();
    if (name == null) {
      throw new IOException("the root folder is not changed");
    }
    try (OpenFolder folder = OpenFolder.above(path)) {
      switch (fix) {
        case Fix.Mode m -> folder.mode(name, m.before(), m.after());
        case Fix.Owner o -> folder.owner(name, o.name());
        case Fix.Folder f -> folder.make(name, f.mode());
        case Fix.Content c -> {
          return folder.replace(name, c.before(), c.after(), keeps);
        }
      }
    }
    return Optional.empty();
  }

  /** Through the user's own links where he makes the change himself; root follows none of them. */
  private static Path place(Path path) throws IOException {
    return User.effectiveId() != 0 && Files.isSymbolicLink(path) ? path.toRealPath() : path;
  }
}
