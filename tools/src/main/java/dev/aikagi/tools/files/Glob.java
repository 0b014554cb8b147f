package dev.aikagi.tools.files;

import dev.aikagi.sftp.FileAttributes;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/** Finds the names that a path with wildcards means, on either side. */
public final class Glob {
  /** As many matches at most: a server that invents names must not fill the memory. */
  static final int MAX_MATCHES = 1 << 20;

  /** As many alternatives of braces at most. */
  private static final int MAX_ALTERNATIVES = 1024;

  /** One side's files. */
  public interface Files {
    /** What is known of a name, not of what it points to; empty if there is none. */
    Optional<FileAttributes> lstat(String path) throws IOException;

    /** What is known of what a name leads to. */
    Optional<FileAttributes> stat(String path) throws IOException;

    /** What is in a folder, in any order; nothing if it cannot be read. */
    List<Entry> entries(String folder) throws IOException;
  }

  /**
   * A name in a folder.
   *
   * @param attributes where the listing says them; else they are asked for
   */
  public record Entry(String name, Optional<FileAttributes> attributes) {}

  /**
   * A file that was found.
   *
   * @param path as the pattern has it, with names in the place of wildcards
   * @param attributes of what it leads to if it is a symbolic link; of the link if that leads to
   *     nothing
   */
  public record Match(String path, FileAttributes attributes) {
    public boolean folder() {
      return attributes.isDirectory();
    }

    /** With a slash behind it if it is a folder. */
    public String marked() {
      return folder() && !path.endsWith("/") ? path + "/" : path;
    }
  }

  /** There are more matches than anybody meant. */
  public static final class TooManyException extends IOException {
    private static final long serialVersionUID = 1L;

    TooManyException() {
      super("too many matches");
    }
  }

  private final Files files;
  private final List<Match> found = new ArrayList<>();

  private Glob(Files files) {
    this.files = files;
  }

  /** All that there is, sorted by the bytes of the names. */
  public static List<Match> find(Files files, String pattern) throws IOException {
    Glob glob = new Glob(files);
    glob.walk("", pattern, Optional.empty());
    glob.found.sort(Comparator.comparing(Match::path));
    return glob.found;
  }

  /** As {@link #find}, where {a,b} means two patterns, each with its own matches in order. */
  public static List<Match> findWithBraces(Files files, String pattern) throws IOException {
    List<Match> all = new ArrayList<>();
    for (String one : alternatives(pattern)) {
      all.addAll(find(files, one));
    }
    return all;
  }

  /**
   * @param known what a listing said of the name at the end of what is before
   */
  private void walk(String before, String rest, Optional<FileAttributes> known) throws IOException {
    int slashes = 0;
    while (slashes < rest.length() && rest.charAt(slashes) == '/') {
      slashes++;
    }
    String path = before + rest.substring(0, slashes);
    if (slashes == rest.length()) {
      add(path, slashes == 0 ? known : Optional.empty());
      return;
    }
    int end = rest.indexOf('/', slashes);
    String component = rest.substring(slashes, end < 0 ? rest.length() : end);
    String after = end < 0 ? "" : rest.substring(end);
    if (!Pattern.isOne(component)) {
      walk(path + Pattern.literal(component), after, Optional.empty());
      return;
    }
    Pattern pattern = new Pattern(component);
    for (Entry entry : files.entries(path.isEmpty() ? "." : path)) {
      String name = entry.name();
      // A name with a slash in it would lead somewhere else than into this folder, and so would
      // ".." (CVE-2019-6111 and its kin); nobody who types ".*" means those two.
      boolean within = name.indexOf('/') < 0 && !name.equals(".") && !name.equals("..");
      if (within && !name.isEmpty() && name.indexOf(0) < 0 && pattern.matches(name)) {
        walk(path + name, after, entry.attributes());
      }
    }
  }

  private void add(String path, Optional<FileAttributes> known) throws IOException {
    Optional<FileAttributes> attributes =
        known.filter(a -> a.permissions().isPresent()).isPresent() ? known : files.lstat(path);
    if (attributes.isEmpty()) {
      return;
    }
    if (attributes.get().isSymlink()) {
      Optional<FileAttributes> target = files.stat(path);
      attributes = target.isPresent() ? target : attributes;
    }
    if (found.size() == MAX_MATCHES) {
      throw new TooManyException();
    }
    found.add(new Match(path, attributes.get()));
  }

  /** The patterns that one with braces means, in their order. */
  public static List<String> alternatives(String pattern) throws IOException {
    List<String> done = new ArrayList<>();
    List<String> open = new ArrayList<>(List.of(pattern));
    while (!open.isEmpty()) {
      String next = open.removeFirst();
      List<String> expanded = first(next);
      if (expanded.isEmpty()) {
        done.add(next);
      } else {
        open.addAll(0, expanded);
      }
      if (done.size() + open.size() > MAX_ALTERNATIVES) {
        throw new TooManyException();
      }
    }
    return done;
  }

  /** The pattern with its first group of braces expanded; nothing if it has none. */
  private static List<String> first(String pattern) {
    for (int i = 0; i < pattern.length(); i++) {
      if (pattern.charAt(i) == '\\') {
        i++;
      } else if (pattern.startsWith("{}", i)) {
        // Left alone, for those who write it in find's commands.
        i++;
      } else if (pattern.charAt(i) == '{') {
        List<String> parts = group(pattern, i);
        if (!parts.isEmpty()) {
          return parts;
        }
      }
    }
    return List.of();
  }

  private static List<String> group(String pattern, int open) {
    String before = pattern.substring(0, open);
    List<String> parts = new ArrayList<>();
    int depth = 0;
    int from = open + 1;
    for (int i = open; i < pattern.length(); i++) {
      char c = pattern.charAt(i);
      if (c == '\\') {
        i++;
      } else if (c == '{') {
        depth++;
      } else if (depth == 1 && (c == ',' || c == '}')) {
        parts.add(pattern.substring(from, i));
        from = i + 1;
        if (c == '}') {
          String after = pattern.substring(i + 1);
          return parts.stream().map(part -> before + part + after).toList();
        }
      } else if (c == '}') {
        depth--;
      }
    }
    return List.of();
  }
}
