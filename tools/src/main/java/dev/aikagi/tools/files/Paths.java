package dev.aikagi.tools.files;

/** Paths as strings: on both sides names are separated by slashes, and nothing else is known. */
public final class Paths {
  private Paths() {}

  public static String append(String folder, String name) {
    return folder.endsWith("/") || folder.isEmpty() ? folder + name : folder + "/" + name;
  }

  public static String absolute(String path, String folder) {
    return path.startsWith("/") ? path : append(folder, path);
  }

  /** The last name of it; slashes behind it do not count. */
  public static String lastName(String path) {
    int end = path.length();
    while (end > 1 && path.charAt(end - 1) == '/') {
      end--;
    }
    int from = path.lastIndexOf('/', end - 1);
    return end == 1 && from == 0 ? "/" : path.substring(from + 1, end);
  }

  /** Without the folder at its start, where that is how it starts. */
  public static String strip(String path, String folder) {
    if (folder.isEmpty() || !path.startsWith(folder)) {
      return path;
    }
    if (folder.endsWith("/")) {
      return path.substring(folder.length());
    }
    // OpenSSH strips "/a" from "/ab" too; here it must be a whole name.
    return path.startsWith("/", folder.length()) ? path.substring(folder.length() + 1) : path;
  }
}
