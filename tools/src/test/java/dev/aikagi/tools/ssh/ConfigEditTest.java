package dev.aikagi.tools.ssh;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.aikagi.tools.explain.Sed;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What the commands do that people are told to type: sh runs them. */
class ConfigEditTest {
  @TempDir private Path folder;

  private Path file;

  @BeforeEach
  void make() throws IOException {
    file = Files.writeString(folder.resolve("a 'config'"), "Host a\n  Port 1  \n  User x\n");
  }

  private String run(String command) throws IOException, InterruptedException {
    Process sh = new ProcessBuilder("sh", "-c", command).inheritIO().start();
    assertEquals(0, sh.waitFor());
    return Files.readString(file);
  }

  @Test
  void aLineBecomesAComment() throws Exception {
    assertEquals("Host a\n#  Port 1  \n  User x\n", run(Sed.comment(file.toString(), 2)));
  }

  @Test
  void aLineSaysSomethingElse() throws Exception {
    assertEquals(
        "Host a\nIdentityFile /a|b&c\\d\n  User x\n",
        run(ConfigEdit.replace(file.toString(), 2, "IdentityFile /a|b&c\\d")));
  }

  @Test
  void aBlockComesFirstAndEverybodyElseKeepsTheirs() throws Exception {
    assertEquals(
        "Host b\n    Port 22\nMatch all\nHost a\n  Port 1  \n  User x\n",
        run(ConfigEdit.firstHost(file.toString(), "b", "Port 22")));
  }

  @Test
  void aBlockIsAddedAtTheEnd() throws Exception {
    assertEquals(
        "Host a\n  Port 1  \n  User x\n\nHost b\n    Port 22\n    IdentityFile ~/it's\n",
        run(ConfigEdit.addHost(file.toString(), "b", "Port 22", "IdentityFile ~/it's")));
  }
}
