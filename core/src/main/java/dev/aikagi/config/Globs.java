package dev.aikagi.config;

import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** Expands the file patterns of Include: *, ? and [...] in each part of a path, sorted. */
final class Globs {
  private Globs() {}

  /** The files that an absolute pattern names. */
  static List<String> expand(String pattern) throws IOException {
    if (pattern.indexOf('\0') >= 0) {
      throw new IOException("the pattern contains a NUL");
    }
    List<Path> found = List.of(Path.of("/"));
    for (String part : Split.at('/', pattern)) {
      if (!part.isEmpty()) {
        found = step(found, part);
      }
    }
    List<String> names = new ArrayList<>();
    for (Path path : found) {
      names.add(path.toString());
    }
    names.sort(null);
    return names;
  }

  private static List<Path> step(List<Path> directories, String part) throws IOException {
    List<Path> next = new ArrayList<>();
    for (Path directory : directories) {
      if (!hasWildcard(part)) {
        Path path = directory.resolve(unescaped(part));
        if (ConfigFile.exists(path)) {
          next.add(path);
        }
      } else if (Files.isDirectory(directory)) {
        try (DirectoryStream<Path> entries = Files.newDirectoryStream(directory)) {
          for (Path entry : entries) {
            String name = String.valueOf(entry.getFileName());
            if (name.startsWith(".") == part.startsWith(".") && matches(name, part)) {
              next.add(entry);
            }
          }
        }
      }
    }
    return next;
  }

  private static boolean hasWildcard(String part) {
    return part.indexOf('*') >= 0 || part.indexOf('?') >= 0 || part.indexOf('[') >= 0;
  }

  private static String unescaped(String part) {
    return part.indexOf('\\') < 0 ? part : part.replace("\\", "");
  }

  static boolean matches(String name, String pattern) {
    return matches(name, 0, pattern, 0);
  }

  private static boolean matches(String name, int nameFrom, String pattern, int patternFrom) {
    int n = nameFrom;
    int p = patternFrom;
    int star = -1;
    int mark = 0;
    while (n < name.length()) {
      int next = p < pattern.length() ? single(name.charAt(n), pattern, p) : -1;
      if (p < pattern.length() && pattern.charAt(p) == '*') {
        star = p++;
        mark = n;
      } else if (next >= 0) {
        p = next;
        n++;
      } else if (star >= 0) {
        p = star + 1;
        n = ++mark;
      } else {
        return false;
      }
    }
    while (p < pattern.length() && pattern.charAt(p) == '*') {
      p++;
    }
    return p == pattern.length();
  }

  /** Where the pattern goes on if its element at p matches the character; -1 if it does not. */
  private static int single(char c, String pattern, int p) {
    char element = pattern.charAt(p);
    if (element == '\\' && p + 1 < pattern.length()) {
      return pattern.charAt(p + 1) == c ? p + 2 : -1;
    }
    if (element == '[') {
      int close = pattern.indexOf(']', p + 2);
      if (close > 0) {
        return inClass(c, pattern.substring(p + 1, close)) ? close + 1 : -1;
      }
    }
    return element == '?' || (element == c && element != '*') ? p + 1 : -1;
  }

  private static boolean inClass(char c, String members) {
    boolean negated = members.startsWith("!") || members.startsWith("^");
    boolean found = false;
    for (int i = negated ? 1 : 0; i < members.length(); i++) {
      if (i + 2 < members.length() && members.charAt(i + 1) == '-') {
        found |= c >= members.charAt(i) && c <= members.charAt(i + 2);
        i += 2;
      } else {
        found |= c == members.charAt(i);
      }
    }
    return found != negated;
  }
}
