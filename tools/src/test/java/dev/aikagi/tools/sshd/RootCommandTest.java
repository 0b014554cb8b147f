package dev.aikagi.tools.sshd;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.aikagi.posix.User;
import dev.aikagi.trust.FileModeReason;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The user exchanges what root is about to change, between the report and the command. */
class RootCommandTest {
  private static final int TAROU = 54_321;
  private static final int OTHER = 54_322;

  @TempDir private Path temporary;

  private Path home;
  private Path ssh;
  private Path keys;
  private Path system;
  private Path secret;

  @BeforeEach
  void prepare() throws Exception {
    Assumptions.assumeTrue(User.effectiveId() == 0, "not root");
    Path folder = temporary.toRealPath();
    home = Files.createDirectory(folder.resolve("tarou's home"));
    ssh = Files.createDirectory(home.resolve(".ssh"));
    keys = Files.writeString(ssh.resolve("authorized_keys"), "");
    system = Files.createDirectory(folder.resolve("system"));
    secret = Files.writeString(system.resolve("authorized_keys"), "");
    for (Path path : List.of(keys, secret, ssh)) {
      Files.setPosixFilePermissions(path, PosixFilePermissions.fromString("rwxrwxrwx"));
    }
    Files.setAttribute(home, "unix:uid", TAROU);
  }

  private static void sh(String command) throws Exception {
    // What nothing was done about may fail, or may not.
    int _ = new ProcessBuilder("sh", "-c", command).inheritIO().start().waitFor();
  }

  private static String mode(Path path) throws Exception {
    return PosixFilePermissions.toString(Files.getPosixFilePermissions(path));
  }

  private static Object owner(Path path) throws Exception {
    return Files.getAttribute(path, "unix:uid");
  }

  @Test
  void whatIsAsItWasIsChanged() throws Exception {
    sh(RootCommand.at(keys, "chmod", "go-w"));
    assertEquals("rwxr-xr-x", mode(keys));
    sh(RootCommand.at(keys, "chown", "-h", Integer.toString(OTHER)));
    assertEquals(OTHER, owner(keys));
    sh(RootCommand.at(ssh, "chmod", "go-w"));
    assertEquals("rwxr-xr-x", mode(ssh));
  }

  @Test
  void aLinkInItsPlaceLeadsNowhere() throws Exception {
    String chmod = RootCommand.at(keys, "chmod", "go-w");
    String chown = RootCommand.at(keys, "chown", "-h", Integer.toString(OTHER));
    Files.delete(keys);
    Files.createSymbolicLink(keys, secret);
    sh(chmod);
    sh(chown);
    assertEquals("rwxrwxrwx", mode(secret));
    assertEquals(0, owner(secret));
  }

  @Test
  void norDoesOneInThePlaceOfItsFolder() throws Exception {
    String chmod = RootCommand.at(keys, "chmod", "go-w");
    String chown = RootCommand.at(keys, "chown", "-h", Integer.toString(OTHER));
    Files.move(ssh, home.resolve("aside"));
    Files.createSymbolicLink(ssh, system);
    sh(chmod);
    sh(chown);
    assertEquals("rwxrwxrwx", mode(secret));
    assertEquals(0, owner(secret));
  }

  @Test
  void aSecondNameOfSomebodysFileIsLeft() throws Exception {
    String chown = RootCommand.at(keys, "chown", "-h", Integer.toString(OTHER));
    Files.delete(keys);
    Files.createLink(keys, secret);
    sh(chown);
    assertEquals(0, owner(secret));
  }

  @Test
  void whatOnlyRootCanExchangeNeedsNoCare() {
    assertEquals("chmod go-w /etc/passwd", RootCommand.at(Path.of("/etc/passwd"), "chmod", "go-w"));
    assertFalse(RootCommand.isExchangeable(system));
    assertFalse(RootCommand.isExchangeable(home));
    assertTrue(RootCommand.isExchangeable(ssh));
    assertTrue(RootCommand.isExchangeable(Path.of("/tmp/somebody-elses-or-nobodys")));
  }

  /** chmod follows links, so what is his he changes himself. */
  @Test
  void theUserClosesWhatIsHis() throws Exception {
    User tarou = new User("tarou", TAROU, TAROU, "", home, "/bin/sh");
    FileModeReason fault = new FileModeReason.WritableByOthers(ssh, true, 0777);
    assertTrue(command(fault, tarou).startsWith("(cd -P "), command(fault, tarou));
    Files.setAttribute(ssh, "unix:uid", TAROU);
    assertTrue(
        command(fault, tarou).startsWith("su tarou -s /bin/sh -c 'chmod go-w "),
        command(fault, tarou));
    FileModeReason open = new FileModeReason.WritableByOthers(home, true, 0777);
    assertTrue(command(open, tarou).startsWith("chmod go-w "), command(open, tarou));
  }

  private static String command(FileModeReason fault, User user) {
    List<String> commands = ModeRemedies.of(fault, user).commands();
    assertEquals(1, commands.size());
    return commands.getFirst();
  }
}
