package dev.aikagi.sftp;

import dev.aikagi.Bytes;
import java.util.Optional;

/** Names of files and the paths that are made of them; bytes, with '/' between. */
final class Names {
  private Names() {}

  /** A name inside a folder. */
  static Bytes join(Bytes folder, Bytes name) {
    boolean slash = !folder.isEmpty() && folder.at(folder.length() - 1) != '/';
    byte[] path = new byte[folder.length() + (slash ? 1 : 0) + name.length()];
    folder.copyTo(path, 0);
    if (slash) {
      path[folder.length()] = '/';
    }
    name.copyTo(path, path.length - name.length());
    return Bytes.of(path);
  }

  /** "." and "..", which every listing may have. */
  static boolean isDots(Bytes name) {
    return (name.length() == 1 && name.at(0) == '.')
        || (name.length() == 2 && name.at(0) == '.' && name.at(1) == '.');
  }

  /**
   * Why a name of the server's is no name inside a folder here: it would choose another place to
   * write to (CVE-2019-6111, CVE-2018-20685 and their kin).
   */
  static Optional<String> unfit(Bytes name) {
    if (name.isEmpty()) {
      return Optional.of("an empty name");
    }
    for (int i = 0; i < name.length(); i++) {
      if (name.at(i) == '/' || name.at(i) == 0) {
        return Optional.of("a name with " + (name.at(i) == 0 ? "NUL" : "a slash"));
      }
    }
    return Optional.empty();
  }
}
