package dev.aikagi.kerberos;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * What krb5.conf says in [libdefaults] that Java does not heed itself: {@code default_ccache_name}
 * and {@code default_keytab_name}.
 *
 * @param files the first that names something decides
 */
public record KerberosConfiguration(List<Path> files) {
  private static final int MAX_FILE = 1 << 20;
  private static final int MAX_DEPTH = 8;
  private static final int MAX_FILES = 256;

  /** Those of KRB5_CONFIG, with colons between them; else the system's. */
  public static KerberosConfiguration ofSystem() {
    String names = Optional.ofNullable(System.getenv("KRB5_CONFIG")).orElse("/etc/krb5.conf");
    return new KerberosConfiguration(
        Arrays.stream(names.split(":", -1)).filter(n -> !n.isEmpty()).map(Path::of).toList());
  }

  /** The one that Java can be given, since it takes one only; it may be missing. */
  public Optional<Path> file() {
    return files.stream()
        .filter(Files::isReadable)
        .findFirst()
        .or(() -> files.stream().findFirst());
  }

  /**
   * What a keyword of [libdefaults] is set to, as it is written there.
   *
   * @throws IOException where a file is there and cannot be read
   */
  public Optional<String> libDefault(String keyword) throws IOException {
    Reading reading = new Reading();
    for (Path file : files) {
      if (Files.exists(file)) {
        reading.file(file, 0);
      }
    }
    return Optional.ofNullable(reading.values.get(keyword));
  }

  private static final class Reading {
    private final Map<String, String> values = new TreeMap<>();
    private int count;
    private String section = "";
    private int braces;

    void file(Path file, int depth) throws IOException {
      if (depth > MAX_DEPTH || ++count > MAX_FILES) {
        throw new IOException(file + ": too many files include each other");
      }
      byte[] text;
      try (InputStream in = Files.newInputStream(file)) {
        text = in.readNBytes(MAX_FILE);
      }
      for (String line : new String(text, StandardCharsets.UTF_8).split("\n", -1)) {
        line(line.strip(), depth);
      }
    }

    private void line(String line, int depth) throws IOException {
      if (line.isEmpty() || line.startsWith("#") || line.startsWith(";")) {
        return;
      }
      if (line.startsWith("includedir ")) {
        for (Path file : within(Path.of(line.substring("includedir ".length()).strip()))) {
          file(file, depth + 1);
        }
      } else if (line.startsWith("include ")) {
        file(Path.of(line.substring("include ".length()).strip()), depth + 1);
      } else if (line.startsWith("[") && line.indexOf(']') > 0) {
        section = line.substring(1, line.indexOf(']'));
        braces = 0;
      } else if (line.startsWith("}")) {
        braces--;
      } else {
        relation(line);
      }
    }

    private void relation(String line) {
      int equals = line.indexOf('=');
      if (equals < 0) {
        return;
      }
      String value = line.substring(equals + 1).strip();
      if (value.equals("{")) {
        braces++;
      } else if (braces == 0 && section.equals("libdefaults")) {
        boolean quoted = value.length() > 1 && value.startsWith("\"") && value.endsWith("\"");
        values.putIfAbsent(
            line.substring(0, equals).strip(),
            quoted ? value.substring(1, value.length() - 1) : value);
      }
    }

    /** Files of other names are editors' and package managers' leftovers. */
    private static List<Path> within(Path folder) throws IOException {
      List<Path> files = new ArrayList<>();
      try (DirectoryStream<Path> all =
          Files.newDirectoryStream(
              folder,
              f -> {
                String name = f.getFileName().toString();
                return name.matches("[A-Za-z0-9_-]+")
                    || (name.endsWith(".conf") && !name.startsWith("."));
              })) {
        all.forEach(files::add);
      }
      files.sort(null);
      return files;
    }
  }
}
