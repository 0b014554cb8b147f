package dev.aikagi.tools.doctor;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.aikagi.Bytes;
import dev.aikagi.posix.User;
import dev.aikagi.tools.explain.Fix;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ChangeTest {
  private static final int OTHER_USER = 65534;

  @TempDir private Path temporary;

  private Path folder;
  private Path file;

  @BeforeEach
  void make() throws IOException {
    folder = Files.createDirectory(temporary.toRealPath().resolve("folder"));
    file = Files.writeString(folder.resolve("file"), "before\n");
    mode(file, "rw-r--rw-");
  }

  private static void mode(Path path, String permissions) throws IOException {
    Files.setPosixFilePermissions(path, PosixFilePermissions.fromString(permissions));
  }

  private static String mode(Path path) throws IOException {
    return PosixFilePermissions.toString(Files.getPosixFilePermissions(path));
  }

  private static Bytes bytes(String text) {
    return Bytes.utf8(text);
  }

  @Test
  void aModeBecomesAnother() throws IOException {
    assertTrue(Change.make(new Fix.Mode(file, 0646, 0600)).isEmpty());
    assertEquals("rw-------", mode(file));
  }

  /** The folder of a group that shares it would no longer be that. */
  @Test
  void aModeWithOtherBitsStays() throws IOException {
    Files.setAttribute(folder, "unix:mode", 02775);
    assertThrows(IOException.class, () -> Change.make(new Fix.Mode(folder, 02775, 02755)));
    assertEquals(02775, (int) Files.getAttribute(folder, "unix:mode") & 07777);
  }

  @Test
  void aModeThatIsAnotherByNowStays() throws IOException {
    mode(file, "rw-r--r--");
    assertThrows(IOException.class, () -> Change.make(new Fix.Mode(file, 0646, 0600)));
    assertEquals("rw-r--r--", mode(file));
  }

  @Test
  void aContentIsReplacedAndTheFormerOneKept() throws IOException {
    Fix fix = new Fix.Content(file, bytes("before\n"), bytes("after\n"));
    Path backup = Change.make(fix).orElseThrow();
    assertEquals("after\n", Files.readString(file));
    assertEquals("before\n", Files.readString(backup));
    assertEquals("rw-r--rw-", mode(file));
    assertEquals("rw-------", mode(backup));
  }

  @Test
  void anEarlierBackupStays() throws IOException {
    Path first = Change.make(new Fix.Content(file, bytes("before\n"), bytes("b\n"))).orElseThrow();
    Path second = Change.make(new Fix.Content(file, bytes("b\n"), bytes("c\n"))).orElseThrow();
    assertEquals("before\n", Files.readString(first));
    assertEquals("b\n", Files.readString(second));
  }

  @Test
  void aContentThatIsAnotherByNowStays() throws IOException {
    Fix fix = new Fix.Content(file, bytes("befor"), bytes("after\n"));
    assertThrows(IOException.class, () -> Change.make(fix));
    assertEquals("before\n", Files.readString(file));
    try (var files = Files.list(folder)) {
      assertEquals(1, files.count());
    }
  }

  @Test
  void aFolderIsMadeForItsOwnerAlone() throws IOException {
    Path fresh = folder.resolve(".ssh");
    var _ = Change.make(new Fix.Folder(fresh, 0700));
    assertEquals("rwx------", mode(fresh));
    assertEquals(Files.getOwner(folder), Files.getOwner(fresh));
  }

  @Test
  void aLinkIsNotFollowedAtTheEnd() throws IOException {
    Assumptions.assumeTrue(User.effectiveId() == 0, "not root");
    Path link = Files.createSymbolicLink(folder.resolve("link"), file);
    assertThrows(IOException.class, () -> Change.make(new Fix.Mode(link, 0777, 0700)));
    assertThrows(
        IOException.class,
        () -> Change.make(new Fix.Content(link, bytes("before\n"), bytes("after\n"))));
    assertEquals("before\n", Files.readString(file));
    assertEquals("rw-r--rw-", mode(file));
  }

  /** Whose own rights these are goes no further than he may; many keep such files elsewhere. */
  @Test
  void aUserChangesWhatHisLinkLeadsTo() throws IOException {
    Assumptions.assumeTrue(User.effectiveId() != 0, "root follows no link of a user's");
    Path link = Files.createSymbolicLink(folder.resolve("link"), file);
    var _ = Change.make(new Fix.Content(link, bytes("before\n"), bytes("after\n")));
    assertEquals("after\n", Files.readString(file));
    assertTrue(Files.isSymbolicLink(link));
  }

  /** A user puts a link to somebody else's folder where his own was, and waits for root. */
  @Test
  void aUsersLinkIsNotFollowedOnTheWay() throws IOException {
    Path link = Files.createSymbolicLink(temporary.toRealPath().resolve("way"), folder);
    try {
      Files.setAttribute(link, "unix:uid", OTHER_USER, LinkOption.NOFOLLOW_LINKS);
    } catch (IOException e) {
      Assumptions.abort("only root can give a link away");
    }
    Fix fix = new Fix.Mode(link.resolve("file"), 0646, 0600);
    assertThrows(IOException.class, () -> Change.make(fix));
    assertEquals("rw-r--rw-", mode(file));
  }

  /** By a second name of somebody else's file, its owner or mode would change. */
  @Test
  void aFileOfTwoNamesIsLeft() throws IOException {
    Path second = Files.createLink(folder.resolve("second"), file);
    assertThrows(IOException.class, () -> Change.make(new Fix.Mode(second, 0646, 0600)));
    assertThrows(IOException.class, () -> Change.make(new Fix.Owner(second, 0, "root")));
    assertEquals("rw-r--rw-", mode(file));
  }

  @Test
  void linksOfRootAreWaysLikeOthers() throws IOException {
    Path link = Files.createSymbolicLink(temporary.toRealPath().resolve("way"), folder);
    Assumptions.assumeTrue(
        Files.getOwner(link, LinkOption.NOFOLLOW_LINKS).getName().equals("root"),
        "this link is no root's");
    var _ = Change.make(new Fix.Mode(link.resolve("file"), 0646, 0600));
    assertEquals("rw-------", mode(file));
    assertFalse(Files.isSymbolicLink(file));
  }
}
