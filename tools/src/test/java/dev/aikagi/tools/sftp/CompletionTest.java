package dev.aikagi.tools.sftp;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.aikagi.tools.Octets;
import dev.aikagi.tools.files.LocalDisk;
import dev.aikagi.tools.files.Paths;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Both sides are folders here; the server's is the one that names are completed in. */
class CompletionTest {
  @TempDir Path folder;
  private final LocalDisk disk = new LocalDisk();

  @BeforeEach
  void files() throws IOException {
    for (String name : List.of("a.txt", "b c.txt", "bx", "it's", "star*", "合鍵", "合同")) {
      Files.createFile(folder.resolve(name));
    }
    Files.createDirectories(folder.resolve("sub/deep"));
    Files.createFile(folder.resolve("sub/one"));
  }

  private Completion.Result complete(String line) throws IOException {
    String octets = Octets.ofText(line);
    return completion().complete(octets, octets.length());
  }

  private Completion completion() {
    String here = Words.escaped(Octets.ofText(folder.toString()));
    return new Completion(disk, pattern -> Paths.absolute(pattern, here), disk);
  }

  private static Completion.Result insert(String text) {
    return new Completion.Result(Octets.ofText(text), List.of());
  }

  @Test
  void commands() throws IOException {
    assertEquals(insert("mask "), complete("lu"));
    assertEquals(insert("t "), complete("-@ge"));
    assertEquals(insert("dir "), complete("mk"));
    assertEquals(List.of("mkdir", "mget", "mput"), complete("m").choices());
    assertEquals(Completion.Result.NOTHING, complete("nope"));
    assertEquals(CommandName.values().length, complete("").choices().size());
  }

  @Test
  void names() throws IOException {
    assertEquals(insert(".txt "), complete("get a"));
    assertEquals(insert("b/"), complete("ls su"));
    assertEquals(insert("ne "), complete("ls sub/o"));
    assertEquals(new Completion.Result("", List.of("b c.txt", "bx")), complete("get b"));
    assertEquals(new Completion.Result("", List.of("deep/", "one")), complete("ls sub/"));
    assertEquals(Completion.Result.NOTHING, complete("help a"));
    assertEquals(Completion.Result.NOTHING, complete("get nothing"));
  }

  @Test
  void withoutAWordAllAreShown() throws IOException {
    assertEquals(8, complete("get ").choices().size());
  }

  @Test
  void whatIsInsertedIsQuoted() throws IOException {
    assertEquals(insert("c.txt "), complete("get b\\ "));
    assertEquals(insert(".txt' "), complete("get 'b c"));
    assertEquals(insert("\\'s "), complete("get it"));
    assertEquals(insert("'s\" "), complete("get \"it"));
    assertEquals(insert("\\* "), complete("get star"));
  }

  /** They share the first character, and the first octets of the second one. */
  @Test
  void noCharacterIsCutInTwo() throws IOException {
    Files.createFile(folder.resolve("é"));
    Files.createFile(folder.resolve("è"));
    assertEquals(new Completion.Result("", List.of("合同", "合鍵")), complete("get 合"));
    assertEquals(insert(" "), complete("get 合鍵"));
  }

  /** What nobody can type is a wildcard in the line. */
  @Test
  void whatIsNoTextIsAWildcard() throws IOException {
    Files.createFile(folder.resolve("e\033[31m"));
    assertEquals(insert("?\\[31m "), complete("get e"));
    assertEquals(Completion.Result.NOTHING, complete("get 'e"));
  }

  @Test
  void aWildcardIsOnlyShown() throws IOException {
    assertEquals(new Completion.Result("", List.of("a.txt", "b c.txt")), complete("get *.t"));
  }

  @Test
  void inTheMiddleOfAWordNothingHappens() throws IOException {
    assertEquals(Completion.Result.NOTHING, completion().complete("get abc", 5));
    assertEquals(insert(".txt"), completion().complete("get a b", 5));
  }
}
