package dev.aikagi.config;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.NotDirectoryException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * The lines of a configuration file, if the file is one to be trusted: a regular file (a FIFO or a
 * device may never end, CVE-2026-0965), of a bounded size, that nobody else may write.
 */
final class ConfigFile {
  /** A configuration is text that people write; ssh-audit's largest is some KiB. */
  static final int MAX_SIZE = 16 * 1024 * 1024;

  private static final int GROUP_OR_OTHER_WRITABLE = 022;
  private static final int OTHER_WRITABLE = 02;

  /** Who must own the file, and who may not be able to write it. */
  enum Trust {
    /** Named by whoever runs the program: no check. */
    ANY,
    /** Root's or the user's own, and nobody else may write it, as ssh asks of ~/.ssh/config. */
    OWNED,
    /** Not writable by everybody: a server obeys it. */
    NOT_WORLD_WRITABLE
  }

  private ConfigFile() {}

  /**
   * Reads a file.
   *
   * @throws NoSuchFileException if there is none
   * @throws ConfigException if the file is not to be trusted
   */
  static List<String> read(String name, Trust trust, Surroundings surroundings) throws IOException {
    if (name.indexOf('\0') >= 0) {
      throw new ConfigException("a file name contains a NUL");
    }
    Path path = Path.of(name);
    if (isInherited(name)) {
      return lines(name, path);
    }
    Map<String, Object> attributes;
    try {
      attributes = Files.readAttributes(path, "unix:mode,uid,size,isRegularFile");
    } catch (NotDirectoryException e) {
      throw new NoSuchFileException(name);
    }
    check(name, attributes, trust, surroundings);
    return lines(name, path);
  }

  /** /dev/null, or a descriptor that the caller's own shell has opened, as in -F <(command). */
  private static boolean isInherited(String name) {
    return name.equals("/dev/null")
        || name.equals("/dev/stdin")
        || name.startsWith("/dev/fd/")
        || name.startsWith("/proc/self/fd/");
  }

  private static void check(
      String name, Map<String, Object> attributes, Trust trust, Surroundings surroundings)
      throws ConfigException {
    if (!Boolean.TRUE.equals(attributes.get("isRegularFile"))) {
      throw new ConfigException(name + ": not a regular file");
    }
    if (((Number) attributes.getOrDefault("size", 0L)).longValue() > MAX_SIZE) {
      throw new ConfigException(name + ": file too large");
    }
    int mode = ((Number) attributes.getOrDefault("mode", 0)).intValue();
    long owner = ((Number) attributes.getOrDefault("uid", 0)).longValue();
    boolean trusted =
        switch (trust) {
          case ANY -> true;
          case OWNED ->
              (owner == 0 || owner == surroundings.userId())
                  && (mode & GROUP_OR_OTHER_WRITABLE) == 0;
          case NOT_WORLD_WRITABLE -> (mode & OTHER_WRITABLE) == 0;
        };
    if (!trusted) {
      throw new ConfigException(new ConfigFileReason.NotTrusted(name, owner, mode & 07777));
    }
  }

  private static List<String> lines(String name, Path path) throws IOException {
    byte[] bytes;
    try (InputStream in = Files.newInputStream(path)) {
      // The bound holds for what is read, too: a file may grow after it was looked at.
      bytes = in.readNBytes(MAX_SIZE + 1);
    }
    if (bytes.length > MAX_SIZE) {
      throw new ConfigException(name + ": file too large");
    }
    String text = new String(bytes, StandardCharsets.UTF_8);
    List<String> lines = new ArrayList<>();
    int start = 0;
    for (int end = text.indexOf('\n'); end >= 0; end = text.indexOf('\n', start)) {
      lines.add(text.substring(start, end));
      start = end + 1;
    }
    if (start < text.length()) {
      lines.add(text.substring(start));
    }
    return lines;
  }

  static boolean exists(Path path) {
    return Files.exists(path, LinkOption.NOFOLLOW_LINKS);
  }
}
