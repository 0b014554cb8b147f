package dev.aikagi.sftp;

import dev.aikagi.Bytes;
import java.io.IOException;
import java.nio.file.FileSystemLoopException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.NoSuchFileException;
import java.nio.file.NotDirectoryException;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.Deque;
import java.util.List;

/**
 * Finds a client's paths in a folder that is the root of all for him: walks them name by name, and
 * goes on at the root where a ".." or a link would lead above it. What is returned is made of names
 * that were looked at, never compared as text (CVE-2026-23942).
 */
final class RootedPaths {
  /** As in Linux. */
  private static final int MOST_LINKS = 40;

  private final Path root;

  RootedPaths(Path root) {
    this.root = root;
  }

  /** Where a path leads through all links; the last name need not exist if it may be new. */
  Path followed(String path, boolean mayBeNew) throws IOException {
    return walk(path, true, mayBeNew);
  }

  /** As {@link #followed}, but the last name is left as it is, whether or not it exists. */
  Path named(String path) throws IOException {
    return walk(path, false, true);
  }

  /** A path as its client knows it. */
  String shown(Path found) {
    StringBuilder out = new StringBuilder();
    for (Path name : root.relativize(found)) {
      if (!name.toString().isEmpty()) {
        out.append('/').append(name);
      }
    }
    return out.isEmpty() ? "/" : out.toString();
  }

  private Path walk(String path, boolean followLast, boolean mayBeNew) throws IOException {
    Deque<String> open = new ArrayDeque<>(names(path));
    List<Path> found = new ArrayList<>(List.of(root));
    int links = 0;
    while (!open.isEmpty()) {
      String name = open.pop();
      if (name.equals("..")) {
        if (found.size() > 1) {
          found.removeLast();
        }
        continue;
      }
      Path next = child(found.getLast(), name);
      boolean last = open.isEmpty();
      if (!NioAttributes.exists(next)) {
        if (!last || !mayBeNew) {
          throw new NoSuchFileException(path);
        }
        return next;
      }
      if (Files.isSymbolicLink(next) && (followLast || !last)) {
        if (++links > MOST_LINKS) {
          throw new FileSystemLoopException(path);
        }
        Path target = Files.readSymbolicLink(next);
        if (target.isAbsolute()) {
          found = new ArrayList<>(List.of(root));
        }
        List<String> more = new ArrayList<>(names(target.toString()));
        Collections.reverse(more);
        more.forEach(open::push);
        continue;
      }
      if (!last && !Files.isDirectory(next)) {
        throw new NotDirectoryException(path);
      }
      found.add(next);
    }
    return found.getLast();
  }

  /** One name below a folder, and nothing else, whatever the file system takes for a separator. */
  private Path child(Path folder, String name) throws IOException {
    Path one;
    try {
      one = folder.getFileSystem().getPath(name);
    } catch (InvalidPathException e) {
      throw new SftpException(SftpStatus.NO_SUCH_FILE, "find", Bytes.utf8(name), "no name", e);
    }
    if (one.isAbsolute() || one.getNameCount() != 1 || one.getRoot() != null) {
      throw new SftpException(SftpStatus.NO_SUCH_FILE, "find", Bytes.utf8(name), "not one name");
    }
    return folder.resolve(one);
  }

  /** The names of a path; the dots that mean nothing are left out. */
  private static List<String> names(String path) {
    return Arrays.stream(path.split("/")).filter(n -> !n.isEmpty() && !n.equals(".")).toList();
  }
}
