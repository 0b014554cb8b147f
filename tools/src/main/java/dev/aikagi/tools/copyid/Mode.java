package dev.aikagi.tools.copyid;

import java.util.Optional;
import java.util.regex.Pattern;

/**
 * Who may do what with a file or folder at the far end.
 *
 * @param path as octets
 */
public record Mode(String path, int bits) {
  private static final int GROUP_WRITE = 020;
  private static final int OTHER_WRITE = 002;
  static final int OTHERS_WRITE = GROUP_WRITE | OTHER_WRITE;

  private static final Pattern LISTED = Pattern.compile("[-d]([r-][w-][xsStT-]){3}");
  private static final int GROUP_AT = 5;
  private static final int OTHER_AT = 8;

  /** Out of a line of {@code ls -ld}, of which only who may write is taken. */
  static Optional<Mode> listed(String path, String line) {
    if (!LISTED.matcher(line).lookingAt()) {
      return Optional.empty();
    }
    return Optional.of(
        new Mode(
            path,
            (line.charAt(GROUP_AT) == 'w' ? GROUP_WRITE : 0)
                | (line.charAt(OTHER_AT) == 'w' ? OTHER_WRITE : 0)));
  }

  /** Whether sshd with StrictModes, the default, ignores the keys because of it. */
  boolean tooOpen() {
    return (bits & OTHERS_WRITE) != 0;
  }

  String whoWrites() {
    return switch (bits & OTHERS_WRITE) {
      case GROUP_WRITE -> "group-writable";
      case OTHER_WRITE -> "writable by everybody";
      default -> "writable by the group and everybody";
    };
  }
}
