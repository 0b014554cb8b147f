package dev.aikagi.tools.files;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.aikagi.sftp.FileAttributes;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

class GlobTest {
  private static final FileAttributes FILE = FileAttributes.NONE.withPermissions(0100644);
  private static final FileAttributes FOLDER = FileAttributes.NONE.withPermissions(0040755);
  private static final FileAttributes LINK = FileAttributes.NONE.withPermissions(0120777);

  /** A few files, and what a server may say besides. */
  private static final class Tree implements Glob.Files {
    final Map<String, FileAttributes> all = new TreeMap<>();
    final List<String> extra = new ArrayList<>();

    @Override
    public Optional<FileAttributes> lstat(String path) {
      boolean marked = path.length() > 1 && path.endsWith("/");
      String name = marked ? path.substring(0, path.length() - 1) : path;
      return Optional.ofNullable(all.get(name)).filter(a -> !marked || a.isDirectory());
    }

    @Override
    public Optional<FileAttributes> stat(String path) {
      return lstat(path).map(a -> a.isSymlink() ? FOLDER : a);
    }

    @Override
    public List<Glob.Entry> entries(String folder) {
      String start = folder.endsWith("/") ? folder : folder + "/";
      List<Glob.Entry> entries = new ArrayList<>();
      for (Map.Entry<String, FileAttributes> e : all.entrySet()) {
        String rest = e.getKey().startsWith(start) ? e.getKey().substring(start.length()) : "";
        if (!rest.isEmpty() && rest.indexOf('/') < 0) {
          entries.add(new Glob.Entry(rest, Optional.of(e.getValue())));
        }
      }
      extra.forEach(name -> entries.add(new Glob.Entry(name, Optional.of(FILE))));
      return entries;
    }
  }

  private final Tree tree = new Tree();

  GlobTest() {
    for (String folder : List.of("/", "/d", "/d/e", "/x*")) {
      tree.all.put(folder, FOLDER);
    }
    for (String file : List.of("/b.txt", "/a.txt", "/.hidden", "/d/one", "/d/e/one", "/x*/q")) {
      tree.all.put(file, FILE);
    }
    tree.all.put("/link", LINK);
  }

  private List<String> find(String pattern) throws IOException {
    return Glob.find(tree, pattern).stream().map(Glob.Match::marked).toList();
  }

  @Test
  void findsAndSorts() throws IOException {
    assertEquals(List.of("/a.txt", "/b.txt"), find("/*.txt"));
    assertEquals(List.of("/a.txt", "/b.txt", "/d/", "/link/", "/x*/"), find("/*"));
    assertEquals(List.of("/d/one"), find("/?/one"));
    assertEquals(List.of("/d/e/"), find("/*/*/"));
    assertEquals(List.of("/.hidden"), find("/.h*"));
    assertEquals(List.of(), find("/nothing*"));
  }

  @Test
  void aNameWithoutWildcardsIsLookedAt() throws IOException {
    assertEquals(List.of("/a.txt"), find("/a.txt"));
    assertEquals(List.of("/x*/q"), find("/x\\*/q"));
    assertEquals(List.of("/"), find("/"));
    assertEquals(List.of(), find("/c.txt"));
  }

  @Test
  void bracesAreSeveralPatterns() throws IOException {
    List<String> found =
        Glob.findWithBraces(tree, "/{b,a}.*").stream().map(Glob.Match::path).toList();
    assertEquals(List.of("/b.txt", "/a.txt"), found);
    assertEquals(List.of("acd", "abd"), Glob.alternatives("a{c,b}d"));
    assertEquals(List.of("a", "bc", "bd"), Glob.alternatives("{a,b{c,d}}"));
    assertEquals(List.of("{}", "{a"), List.of("{}", Glob.alternatives("{a").getFirst()));
    assertThrows(Glob.TooManyException.class, () -> Glob.alternatives("{a,b}".repeat(40)));
  }

  /** CVE-2019-6111 and its kin: the names of a listing must stay within the folder. */
  @Test
  void namesThatLeadElsewhereAreNoMatches() throws IOException {
    tree.extra.addAll(List.of("..", ".", "", "../etc", "a/b", "/etc", "n\0l", "good"));
    assertEquals(List.of("/a.txt", "/b.txt", "/d/", "/good", "/link/", "/x*/"), find("/*"));
    assertEquals(List.of("/.hidden"), find("/.*"));
  }
}
