package dev.aikagi.tools.sftpserver;

import java.util.Arrays;

/** Paths as bytes: names with slashes between them. */
final class Paths {
  private Paths() {}

  /** The path as seen from a folder; an absolute one stays as it is. */
  static byte[] from(byte[] folder, byte[] path) {
    if (path.length > 0 && path[0] == '/') {
      return path;
    }
    return join(folder, path);
  }

  /** Both with a slash between them. */
  static byte[] join(byte[] folder, byte[] name) {
    byte[] out = Arrays.copyOf(folder, folder.length + 1 + name.length);
    out[folder.length] = '/';
    System.arraycopy(name, 0, out, folder.length + 1, name.length);
    return out;
  }

  static byte[] slice(byte[] path, int begin, int end) {
    return Arrays.copyOfRange(path, begin, end);
  }

  /** Where the slashes behind the last name begin. */
  static int endOfLast(byte[] path) {
    int end = path.length;
    while (end > 0 && path[end - 1] == '/') {
      end--;
    }
    return end;
  }

  static int beginOfLast(byte[] path, int end) {
    int begin = end;
    while (begin > 0 && path[begin - 1] != '/') {
      begin--;
    }
    return begin;
  }

  /** Whether it is no name of something in the folder: "", "." or "..". */
  static boolean isDots(byte[] name) {
    return name.length == 0
        || (name[0] == '.' && (name.length == 1 || (name.length == 2 && name[1] == '.')));
  }

  static boolean endsWithSlash(byte[] path) {
    return path.length > 0 && path[path.length - 1] == '/';
  }
}
