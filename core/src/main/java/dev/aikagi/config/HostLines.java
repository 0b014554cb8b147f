package dev.aikagi.config;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** The Host lines of an ssh_config file: which names somebody has given to hosts. */
public final class HostLines {
  private HostLines() {}

  /** One line, with its patterns as they stand there. */
  public record Host(Position position, List<String> patterns) {
    public Host {
      patterns = List.copyOf(patterns);
    }

    /** Those that stand for one name and no other. */
    public List<String> plainNames() {
      return patterns.stream()
          .filter(p -> p.indexOf('*') < 0 && p.indexOf('?') < 0 && !p.startsWith("!"))
          .toList();
    }
  }

  /** In the order of the file, without those that it includes; none where it cannot be read. */
  public static List<Host> in(String file) {
    List<Host> hosts = new ArrayList<>();
    try {
      Path path = Path.of(file);
      if (!Files.isRegularFile(path) || Files.size(path) > ConfigFile.MAX_SIZE) {
        return hosts;
      }
      int number = 0;
      for (String text :
          new String(Files.readAllBytes(path), StandardCharsets.UTF_8).split("\n", -1)) {
        number++;
        Line line = Line.split(text);
        if (line != null && line.keyword().equalsIgnoreCase("host")) {
          List<String> words = Arguments.split(line.rest());
          if (words != null) {
            hosts.add(new Host(new Position(file, number), words));
          }
        }
      }
    } catch (IOException e) {
      return hosts;
    }
    return hosts;
  }
}
