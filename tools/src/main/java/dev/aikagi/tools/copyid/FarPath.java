package dev.aikagi.tools.copyid;

import java.util.Optional;

/**
 * A file at the far end and the folder that it is in, as octets; relative ones start at home.
 *
 * @param file never begins with a dash, which a program there could take for an option
 */
public record FarPath(String file, String folder) {
  static final String HOME = ".";
  private static final String USUAL = ".ssh/authorized_keys";
  private static final String SSH = ".ssh";

  public static FarPath of(Optional<String> target) {
    String path = target.orElse(USUAL);
    String file = path.startsWith("-") ? "./" + path : path;
    int slash = file.lastIndexOf('/');
    return new FarPath(file, slash < 0 ? HOME : slash == 0 ? "/" : file.substring(0, slash));
  }

  /**
   * Whether the folder is there for ssh alone. Others, such as /tmp, may be open to many for good
   * reason.
   */
  boolean isOwnFolder() {
    return folder.equals(SSH) || folder.endsWith("/" + SSH);
  }
}
