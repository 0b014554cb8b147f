package dev.aikagi.tools.configcheck;

import dev.aikagi.Bytes;
import dev.aikagi.posix.User;
import dev.aikagi.tools.explain.Sh;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * A file as it is, byte for byte.
 *
 * @param name as it was named
 * @param lines with their ends; each char is one byte, so that what is not changed stays the same
 */
record SourceText(String name, Path path, Bytes content, List<String> lines) {
  private static final int MAX_SIZE = 16 * 1024 * 1024;

  SourceText {
    lines = List.copyOf(lines);
  }

  static SourceText read(String name) throws IOException {
    Path path = Path.of(name);
    // A FIFO or a device may never end.
    if (Files.exists(path) && !Files.isRegularFile(path)) {
      throw new IOException("not a regular file");
    }
    try (InputStream in = Files.newInputStream(path)) {
      byte[] bytes = in.readNBytes(MAX_SIZE + 1);
      if (bytes.length > MAX_SIZE) {
        throw new IOException("file too large");
      }
      return new SourceText(name, path, Bytes.of(bytes), split(bytes));
    }
  }

  private static List<String> split(byte[] bytes) {
    String text = new String(bytes, StandardCharsets.ISO_8859_1);
    List<String> lines = new ArrayList<>();
    int start = 0;
    while (start < text.length()) {
      int newline = text.indexOf('\n', start);
      int end = newline < 0 ? text.length() : newline + 1;
      lines.add(text.substring(start, end));
      start = end;
    }
    return lines;
  }

  /** A line as people read it, without its end. */
  String line(int number) {
    String line = lines.get(number - 1);
    String utf8 = new String(line.getBytes(StandardCharsets.ISO_8859_1), StandardCharsets.UTF_8);
    return utf8.endsWith("\n") ? utf8.substring(0, utf8.length() - 1) : utf8;
  }

  /** A command that changes the file: by its owner, who could lay a link there to one of root's. */
  String changing(String command) {
    try {
      String owner = Files.getOwner(path).getName();
      boolean other = User.effectiveId() == 0 && !owner.equals("root");
      return other ? Sh.as(owner, command) : command;
    } catch (IOException e) {
      return command;
    }
  }
}
