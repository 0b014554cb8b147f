package dev.aikagi.config;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;

import dev.aikagi.config.ConfigFile.Trust;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

@Tag("H6")
class ConfigFileTest {
  @TempDir Path folder;

  private final TestSurroundings here = new TestSurroundings();

  private List<String> read(Path file, Trust trust) throws IOException {
    return ConfigFile.read(file.toString(), trust, here);
  }

  @Test
  void linesComeWithoutTheirEnds() throws IOException {
    Path file = Files.writeString(folder.resolve("a"), "a\n\nb");
    assertEquals(List.of("a", "", "b"), read(file, Trust.ANY));
    assertEquals(List.of(), read(Path.of("/dev/null"), Trust.ANY));
  }

  @Test
  void onlyRegularFilesAreRead() throws Exception {
    Path fifo = folder.resolve("fifo");
    assertEquals(0, new ProcessBuilder("mkfifo", fifo.toString()).start().waitFor());
    assertTimeoutPreemptively(
        Duration.ofSeconds(5),
        () -> assertThrows(ConfigException.class, () -> read(fifo, Trust.ANY)));
    assertThrows(ConfigException.class, () -> read(Path.of("/dev/zero"), Trust.ANY));
    assertThrows(ConfigException.class, () -> read(folder, Trust.ANY));
  }

  @Test
  void aHugeFileIsRefused() throws IOException {
    Path file = folder.resolve("huge");
    try (RandomAccessFile f = new RandomAccessFile(file.toFile(), "rw")) {
      f.setLength(ConfigFile.MAX_SIZE + 1L);
    }
    assertThrows(ConfigException.class, () -> read(file, Trust.ANY));
  }

  @Test
  void whatOthersMayWriteIsRefused() throws IOException {
    Path file = Files.writeString(folder.resolve("a"), "x");
    here.userId = ((Number) Files.getAttribute(file, "unix:uid")).longValue();
    Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-rw----"));
    ConfigException e = assertThrows(ConfigException.class, () -> read(file, Trust.OWNED));
    assertEquals("Bad owner or permissions on " + file, e.getMessage());
    assertEquals(List.of("x"), read(file, Trust.NOT_WORLD_WRITABLE));
    Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw----rw-"));
    assertThrows(ConfigException.class, () -> read(file, Trust.NOT_WORLD_WRITABLE));
    Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-r--r--"));
    assertEquals(List.of("x"), read(file, Trust.OWNED));
  }

  @Test
  void anotherUsersFileIsRefused() throws IOException {
    Path file = Files.writeString(folder.resolve("a"), "x");
    long owner = ((Number) Files.getAttribute(file, "unix:uid")).longValue();
    if (owner == 0) {
      Files.setAttribute(file, "unix:uid", 65534);
      owner = 65534;
    }
    here.userId = owner + 1;
    assertThrows(ConfigException.class, () -> read(file, Trust.OWNED));
    here.userId = owner;
    assertEquals(List.of("x"), read(file, Trust.OWNED));
  }

  @Test
  void aMissingFileIsNoFault() {
    assertThrows(NoSuchFileException.class, () -> read(folder.resolve("none"), Trust.ANY));
  }

  @Test
  void includesEnd() throws IOException {
    Path file = folder.resolve("self");
    Files.writeString(file, "Include " + file + "\n");
    // An included file must be the user's own, and no umask may have let the group write.
    here.userId = ((Number) Files.getAttribute(file, "unix:uid")).longValue();
    Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-r--r--"));
    ClientConfigReader client =
        new ClientConfigReader("h", here, AlgorithmNames.OPENSSH_CLIENT, Diagnostic.NOBODY);
    ConfigException e =
        assertThrows(ConfigException.class, () -> client.namedFile(file.toString()));
    assertEquals("Too many recursive configuration includes", e.getMessage());
    ServerConfigReader server =
        new ServerConfigReader(here, AlgorithmNames.OPENSSH_SERVER, Diagnostic.NOBODY);
    e = assertThrows(ConfigException.class, () -> server.read(file.toString()));
    assertEquals("Too many recursive configuration includes", e.getMessage());
  }

  /** What everybody may write does not configure a server, neither itself nor by Include. */
  @Test
  void aServerObeysNoFileThatEverybodyMayWrite() throws IOException {
    Path included = Files.writeString(folder.resolve("included"), "PermitRootLogin yes\n");
    Path main = Files.writeString(folder.resolve("main"), "Include " + included + "\n");
    assertEquals("yes", server(main).value(ServerKeywords.PERMIT_ROOT_LOGIN));
    Files.setPosixFilePermissions(included, PosixFilePermissions.fromString("rw-rw-rw-"));
    assertThrows(ConfigException.class, () -> server(main));
    Files.setPosixFilePermissions(included, PosixFilePermissions.fromString("rw-r--r--"));
    Files.setPosixFilePermissions(main, PosixFilePermissions.fromString("rw-rw-rw-"));
    assertThrows(ConfigException.class, () -> server(main));
  }

  /** The size is what is read and not what the file said beforehand: such files have none. */
  @Test
  void theSizeIsWhatIsRead() {
    ConfigException e =
        assertThrows(
            ConfigException.class,
            () ->
                assertTimeoutPreemptively(
                    Duration.ofSeconds(20),
                    () -> ConfigFile.read("/proc/self/fd/../root/dev/zero", Trust.ANY, here)));
    assertEquals("/proc/self/fd/../root/dev/zero: file too large", e.getMessage());
  }

  private ServerConfig server(Path file) throws ConfigException {
    return new ServerConfigReader(here, AlgorithmNames.OPENSSH_SERVER, Diagnostic.NOBODY)
        .read(file.toString());
  }

  @Test
  void aNulInANameIsRefused() {
    assertThrows(ConfigException.class, () -> ConfigFile.read("/a\0b", Trust.ANY, here));
    assertThrows(IOException.class, () -> Globs.expand("/a\0b"));
    assertThrows(IOException.class, () -> Globs.expand("/a\0*"));
  }
}
