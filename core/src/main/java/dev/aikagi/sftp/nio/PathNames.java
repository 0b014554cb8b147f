package dev.aikagi.sftp.nio;

import java.util.Arrays;

/** The names in the bytes of a path that has no double slashes and none at its end. */
final class PathNames {
  private PathNames() {}

  /** Where each name begins. The root has none; the empty path has one, which is empty. */
  static int[] starts(byte[] path) {
    if (path.length == 1 && path[0] == '/') {
      return new int[0];
    }
    int[] starts = new int[path.length / 2 + 1];
    int count = 0;
    if (path.length == 0 || path[0] != '/') {
      starts[count++] = 0;
    }
    for (int i = 0; i < path.length; i++) {
      if (path[i] == '/') {
        starts[count++] = i + 1;
      }
    }
    return Arrays.copyOf(starts, count);
  }

  private static int end(byte[] path, int[] starts, int index) {
    return index + 1 < starts.length ? starts[index + 1] - 1 : path.length;
  }

  static boolean isDot(byte[] path, int start, int end) {
    return end - start == 1 && path[start] == '.';
  }

  static boolean isDotDot(byte[] path, int start, int end) {
    return end - start == 2 && path[start] == '.' && path[start + 1] == '.';
  }

  static boolean hasDots(byte[] path, int[] starts) {
    for (int i = 0; i < starts.length; i++) {
      int end = end(path, starts, i);
      if (isDot(path, starts[i], end) || isDotDot(path, starts[i], end)) {
        return true;
      }
    }
    return false;
  }

  /** Without "." and without ".." that have a name before them, or the root. */
  static byte[] normalized(byte[] path, int[] starts) {
    boolean absolute = path.length > 0 && path[0] == '/';
    int[] kept = new int[starts.length];
    int count = 0;
    for (int i = 0; i < starts.length; i++) {
      int end = end(path, starts, i);
      if (isDot(path, starts[i], end)) {
        continue;
      }
      if (!isDotDot(path, starts[i], end)) {
        kept[count++] = i;
        continue;
      }
      int last = count == 0 ? -1 : kept[count - 1];
      if (last >= 0 && !isDotDot(path, starts[last], end(path, starts, last))) {
        count--;
      } else if (!absolute) {
        kept[count++] = i;
      }
    }
    byte[] out = absolute ? new byte[] {'/'} : new byte[0];
    for (int i = 0; i < count; i++) {
      out = joined(out, Arrays.copyOfRange(path, starts[kept[i]], end(path, starts, kept[i])));
    }
    return out;
  }

  /** One path below another one; either may be empty. */
  static byte[] joined(byte[] folder, byte[] relative) {
    if (folder.length == 0 || relative.length == 0) {
      return folder.length == 0 ? relative : folder;
    }
    int slash = folder[folder.length - 1] == '/' ? 0 : 1;
    byte[] out = Arrays.copyOf(folder, folder.length + slash + relative.length);
    if (slash == 1) {
      out[folder.length] = '/';
    }
    System.arraycopy(relative, 0, out, folder.length + slash, relative.length);
    return out;
  }

  /** So many "..". */
  static byte[] upwards(int count) {
    byte[] out = new byte[Math.max(0, 3 * count - 1)];
    for (int i = 0; i < out.length; i++) {
      out[i] = (byte) (i % 3 == 2 ? '/' : '.');
    }
    return out;
  }
}
