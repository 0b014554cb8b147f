package dev.aikagi.tools.agent;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.aikagi.posix.LocalListener;
import dev.aikagi.posix.ThisProcess;
import dev.aikagi.tools.Fatal;
import dev.aikagi.tools.HostPrefix;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class AgentFolderTest {
  @TempDir private Path home;

  private AgentFolder folder() {
    return new AgentFolder(home);
  }

  @Test
  void aNameTellsItsMachineAsOpenSshsDoes() {
    assertEquals("s.71UG8Pr5KL.", HostPrefix.of("example"));
  }

  @Test
  @Tag("G4")
  void theFolderIsMadeForItsOwnerAlone() throws Exception {
    AgentPlace place = folder().listen();
    Path socket = Path.of(place.socket());
    assertEquals(home.resolve(".ssh/agent"), socket.getParent());
    assertEquals(place.socket(), place.shown());
    String prefix = HostPrefix.of(ThisProcess.hostname());
    assertTrue(socket.getFileName().toString().matches(prefix + "agent\\.[a-zA-Z0-9]{10}"));
    assertEquals(
        "rwx------",
        PosixFilePermissions.toString(Files.getPosixFilePermissions(socket.getParent())));
    place.listener().close();
    place.remove();
    assertFalse(Files.exists(socket));
  }

  @Test
  @Tag("G4")
  void aFolderThatIsNotItsOwnersAloneIsRefused() throws Exception {
    Path agent = Files.createDirectories(folder().folder());
    for (String mode : new String[] {"rwx--x---", "rwxr-x---", "rwxrwx---", "rwx---rwx"}) {
      Files.setPosixFilePermissions(agent, PosixFilePermissions.fromString(mode));
      Fatal fatal = assertThrows(Fatal.class, () -> folder().listen());
      assertTrue(fatal.text().contains("are too open"), fatal.text());
      assertEquals(1, fatal.status());
    }
    Files.delete(agent);
    Path elsewhere = Files.createDirectory(home.resolve("elsewhere"));
    Files.setPosixFilePermissions(elsewhere, PosixFilePermissions.fromString("rwx------"));
    Files.createSymbolicLink(agent, elsewhere);
    assertThrows(Fatal.class, () -> folder().listen());
  }

  @Test
  void aNameThatIsTooLongIsSaid() {
    Path deep = home.resolve("x".repeat(100));
    Fatal fatal = assertThrows(Fatal.class, () -> AgentPlace.at(deep.toString()));
    assertTrue(fatal.text().endsWith("too long for Unix domain socket"), fatal.text());
  }

  @Test
  void whatNobodyListensAtIsRemoved() throws Exception {
    Path agent = Files.createDirectories(folder().folder());
    String own = HostPrefix.of(ThisProcess.hostname());
    Path stale = agent.resolve(own + "agent.a");
    Path other = agent.resolve("s.0000000000.agent.a");
    Path used = agent.resolve(own + "agent.b");
    Path file = Files.createFile(agent.resolve(own + "agent.c"));
    LocalListener.bound(stale).close();
    LocalListener.bound(other).close();
    Instant now = Instant.now();
    Instant later = now.plus(Duration.ofHours(2));
    try (LocalListener listener = LocalListener.bound(used)) {
      folder().clean(false, now);
      assertTrue(Files.exists(stale), "it may be about to be used");
      folder().clean(false, later);
      assertFalse(Files.exists(stale));
      assertTrue(Files.exists(other));
      folder().clean(true, later);
      assertFalse(Files.exists(other));
      assertTrue(Files.exists(used));
      assertTrue(Files.exists(file));
      assertEquals(java.util.Optional.of(used), listener.name());
    }
    new AgentFolder(home.resolve("nowhere")).clean(true, later);
  }
}
