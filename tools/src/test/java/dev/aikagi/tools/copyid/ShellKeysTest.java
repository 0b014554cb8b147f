package dev.aikagi.tools.copyid;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The two commands, run by the shells that may be somebody's login shell. */
class ShellKeysTest {
  private static final String ODD = "a 'b\" $(touch x) `touch x`\\n; c/keys!";

  @TempDir Path home;

  private String run(String shell, String script, String input) throws Exception {
    Path program = Path.of("/bin", shell);
    Assumptions.assumeTrue(Files.isExecutable(program), shell + " is not installed");
    Path out = home.resolve("out");
    ProcessBuilder builder =
        new ProcessBuilder(program.toString(), "-c", ShellKeys.command(script))
            .redirectOutput(out.toFile())
            .redirectError(home.resolve("err").toFile());
    builder.environment().put("HOME", home.toString());
    builder.environment().put("LC_ALL", "C");
    Process process = builder.start();
    try (OutputStream to = process.getOutputStream()) {
      to.write(input.getBytes(StandardCharsets.ISO_8859_1));
    }
    assertTrue(process.waitFor(30, TimeUnit.SECONDS));
    return Files.readString(out, StandardCharsets.ISO_8859_1);
  }

  private static String mode(Path file) throws IOException {
    return PosixFilePermissions.toString(Files.getPosixFilePermissions(file));
  }

  @ParameterizedTest
  @ValueSource(strings = {"sh", "bash", "tcsh", "fish"})
  void aFileIsReadAndGrows(String shell) throws Exception {
    FarPath path = FarPath.of(Optional.of(ODD));
    String where = path.file() + "\n" + path.folder() + "\n";
    assertEquals("M asked absent\n", run(shell, ShellKeys.readScript(true), "M\n" + where));
    String answer = run(shell, ShellKeys.appendScript(), "M\n" + where + "one\ntwo\\n\n");
    assertTrue(answer.startsWith("M added\nd"), answer);
    assertEquals("one\ntwo\\n\n", Files.readString(home.resolve(ODD)));
    assertEquals("rw-------", mode(home.resolve(ODD)));
    assertEquals("rwx------", mode(home.resolve(path.folder())));
    assertEquals(
        "M asked present\none\ntwo\\n\n", run(shell, ShellKeys.readScript(false), "M\n" + where));
    try (Stream<Path> files = Files.list(home)) {
      assertFalse(files.anyMatch(file -> file.endsWith("x")));
    }
  }

  private String replace(String shell, String file, String before, String after) throws Exception {
    FarPath path = FarPath.of(Optional.of(file));
    String where = path.file() + "\n" + path.folder() + "\n";
    String input = "M\n" + where + after.length() + "\n" + after + before;
    return run(shell, ShellKeys.replaceScript(), input);
  }

  private long files(Path folder) throws IOException {
    try (Stream<Path> files = Files.list(folder)) {
      return files.count();
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"sh", "bash", "tcsh", "fish"})
  void aFileIsReplaced(String shell) throws Exception {
    Path file = home.resolve(ODD);
    Path above = home.resolve(FarPath.of(Optional.of(ODD)).folder());
    Files.createDirectories(above);
    Files.writeString(file, "one\r\ntwo");
    Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-r-----"));
    assertEquals("M replaced\n", replace(shell, ODD, "one\r\ntwo", "\\two\n\n"));
    assertEquals("\\two\n\n", Files.readString(file));
    assertEquals("rw-r-----", mode(file));
    assertEquals(1, files(above));
  }

  /** Also where it was only cut off on the way. */
  @Test
  @Tag("C7")
  void aFileThatIsAnotherByNowStays() throws Exception {
    Path file = home.resolve("keys");
    Files.writeString(file, "one\ntwo\n");
    assertEquals("M changed\n", replace("sh", "keys", "one\n", "two\n"));
    assertEquals("M changed\n", replace("sh", "keys", "one\ntwo\nthree\n", "two\n"));
    assertEquals("M changed\n", replace("sh", "keys", "", "two\n"));
    String where = "M\nkeys\n.\n";
    assertEquals("M failed\n", run("sh", ShellKeys.replaceScript(), where + "9\ntwo"));
    assertEquals("M failed\n", replace("sh", "none", "one\n", "two\n"));
    assertEquals("one\ntwo\n", Files.readString(file));
    // With what the shell wrote.
    assertEquals(3, files(home));
  }

  @Test
  void ofALinkTheTargetIsReplaced() throws Exception {
    Path folder = Files.createDirectories(home.resolve("far/away"));
    Files.writeString(folder.resolve("keys"), "one\n");
    Files.createSymbolicLink(home.resolve("far/link"), Path.of("away/keys"));
    Files.createSymbolicLink(home.resolve("keys"), home.resolve("far/link"));
    assertEquals("M replaced\n", replace("sh", "keys", "one\n", "two\n"));
    assertTrue(Files.isSymbolicLink(home.resolve("keys")));
    assertTrue(Files.isSymbolicLink(home.resolve("far/link")));
    assertEquals("two\n", Files.readString(folder.resolve("keys")));
    assertEquals(1, files(folder));
  }

  @Test
  void modesOfOthersAreTakenAway() throws Exception {
    Path ssh = Files.createDirectory(home.resolve(".ssh"));
    Path file = Files.createFile(ssh.resolve("authorized_keys"));
    Files.setPosixFilePermissions(ssh, PosixFilePermissions.fromString("rwxrwxr-x"));
    Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-rw-rw-"));
    String answer =
        run("sh", ShellKeys.appendScript(), "M\n.ssh/authorized_keys\n.ssh\n" + KeyFilesTest.KEY);
    assertEquals("rwxr-xr-x", mode(ssh));
    assertEquals("rw-r--r--", mode(file));
    assertEquals(4, answer.lines().count(), answer);
  }

  /** It may be one that many share on purpose. */
  @Test
  void anotherFolderKeepsItsModes() throws Exception {
    Path folder = Files.createDirectory(home.resolve("shared"));
    Files.setPosixFilePermissions(folder, PosixFilePermissions.fromString("rwxrwxrwx"));
    run("sh", ShellKeys.appendScript(), "M\nshared/keys\nshared\nx\n");
    assertEquals("rwxrwxrwx", mode(folder));
  }

  @Test
  void whatCannotBeWrittenIsSaid() throws Exception {
    Files.createFile(home.resolve("file"));
    String answer = run("sh", ShellKeys.appendScript(), "M\nfile/keys\nfile\nx\n");
    assertTrue(answer.startsWith("M failed\n"), answer);
  }

  /** What is special to any shell between the quotes would end or change the command there. */
  @Test
  @Tag("E1")
  void theCommandsMeanTheSameToEveryShell() {
    for (String script :
        List.of(
            ShellKeys.readScript(true),
            ShellKeys.readScript(false),
            ShellKeys.appendScript(),
            ShellKeys.replaceScript())) {
      for (char special : new char[] {'\'', '\n', '!', '\\'}) {
        assertEquals(-1, script.indexOf(special), script);
      }
    }
  }

  @Test
  void modesAreReadOutOfAListing() {
    assertEquals("group-writable", Mode.listed("f", "drwxrwx--x 2 a b").orElseThrow().whoWrites());
    assertTrue(Mode.listed("f", "-rw----rw- 1").orElseThrow().tooOpen());
    assertFalse(Mode.listed("f", "-rw-r--r--+ 1").orElseThrow().tooOpen());
    assertTrue(Mode.listed("f", "ls: no such file").isEmpty());
  }

  @Test
  void aPathIsNeverAnOption() {
    assertEquals(new FarPath("./-x", "."), FarPath.of(Optional.of("-x")));
    assertEquals(new FarPath(".ssh/authorized_keys", ".ssh"), FarPath.of(Optional.empty()));
    assertEquals(new FarPath("/keys", "/"), FarPath.of(Optional.of("/keys")));
  }
}
