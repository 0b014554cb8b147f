package dev.aikagi.trust;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.aikagi.trust.FileModes.Attributes;
import dev.aikagi.trust.FileModes.Kind;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

class FileModesTest {
  private static final long ALICE = 1000;
  private static final Path HOME = Path.of("/home/alice");
  private static final Path KEYS = Path.of("/home/alice/.ssh/authorized_keys");

  private final Map<Path, Attributes> files = new TreeMap<>();
  private final FileModes.Source source =
      new FileModes.Source() {
        @Override
        public Optional<Attributes> of(Path path) {
          return Optional.ofNullable(files.get(path));
        }

        @Override
        public @Nullable Path realPath(Path path) {
          return files.containsKey(path) ? path : null;
        }
      };

  private void put(String path, Kind kind, int mode, long uid) {
    files.put(Path.of(path), new Attributes(kind, mode, uid, uid == 0 ? "root" : "u" + uid));
  }

  private void allIsWell() {
    put("/", Kind.FOLDER, 0755, 0);
    put("/home", Kind.FOLDER, 0755, 0);
    put("/home/alice", Kind.FOLDER, 0755, ALICE);
    put("/home/alice/.ssh", Kind.FOLDER, 0700, ALICE);
    put("/home/alice/.ssh/authorized_keys", Kind.FILE, 0600, ALICE);
  }

  private List<FileModeReason> judge() {
    return FileModes.strictModes(KEYS, HOME, ALICE, "alice", source);
  }

  @Test
  void whatIsWellHasNoReason() {
    allIsWell();
    assertEquals(List.of(), judge());
    put("/home/alice/.ssh/authorized_keys", Kind.FILE, 0644, 0);
    assertEquals(List.of(), judge(), "root may own it, everybody may read it");
    put("/home", Kind.FOLDER, 0777, 5);
    assertEquals(List.of(), judge(), "above the home folder it is not the user's matter");
  }

  @Test
  void everyViolationIsNamedWithItsRemedy() {
    allIsWell();
    put("/home/alice/.ssh/authorized_keys", Kind.FILE, 0664, ALICE);
    put("/home/alice/.ssh", Kind.FOLDER, 0702, 1001);
    put("/home/alice", Kind.FOLDER, 0775, ALICE);
    assertEquals(
        List.of(
            "chmod go-w /home/alice/.ssh/authorized_keys",
            "chown alice /home/alice/.ssh",
            "chmod go-w /home/alice/.ssh",
            "chmod go-w /home/alice"),
        judge().stream().map(r -> r.remedy().orElseThrow()).toList());
    assertTrue(
        judge().getLast().summary().startsWith("bad ownership or modes for directory /home/alice"));
  }

  @Test
  void outsideOfTheHomeEveryFolderUpToTheRootCounts() {
    allIsWell();
    put("/etc", Kind.FOLDER, 0777, 0);
    put("/etc/keys", Kind.FILE, 0644, 0);
    List<FileModeReason> reasons =
        FileModes.strictModes(Path.of("/etc/keys"), HOME, ALICE, "alice", source);
    assertEquals(1, reasons.size());
    assertEquals(Path.of("/etc"), reasons.getFirst().path());
  }

  @Test
  void whatCannotBeSeenIsRefused() {
    assertInstanceOf(FileModeReason.Missing.class, judge().getFirst());
    allIsWell();
    files.remove(Path.of("/home/alice/.ssh"));
    assertInstanceOf(FileModeReason.Missing.class, judge().getFirst());
    allIsWell();
    put("/home/alice/.ssh/authorized_keys", Kind.OTHER, 0600, ALICE);
    assertInstanceOf(FileModeReason.NotAFile.class, judge().getFirst());
  }

  @Test
  void privateKeysAreForTheirOwnerOnly() {
    Path file = Path.of("/k/id rsa");
    for (int mode : new int[] {0600, 0400, 0700}) {
      assertTrue(
          FileModes.privateKey(file, new Attributes(Kind.FILE, mode, ALICE, "a"), ALICE).isEmpty());
    }
    for (int mode : new int[] {0640, 0604, 0610, 0644, 0666}) {
      assertTrue(
          FileModes.privateKey(file, new Attributes(Kind.FILE, mode, ALICE, "a"), ALICE)
              .isPresent());
    }
    assertTrue(
        FileModes.privateKey(file, new Attributes(Kind.FILE, 0644, 0, "root"), ALICE).isEmpty());
    FileModeReason.PrivateKeyTooOpen reason =
        FileModes.privateKey(file, new Attributes(Kind.FILE, 0644, ALICE, "a"), ALICE)
            .orElseThrow();
    assertEquals("chmod 600 '/k/id rsa'", reason.remedy().orElseThrow());
    assertEquals(
        """
        @@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@
        @         WARNING: UNPROTECTED PRIVATE KEY FILE!          @
        @@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@
        Permissions 0644 for '/k/id rsa' are too open.
        It is required that your private key files are NOT accessible by others.
        This private key will be ignored.
        """,
        reason.warning());
  }

  private List<String> root(String folder) {
    return FileModes.sessionRoot(Path.of(folder), source).stream().map(r -> r.summary()).toList();
  }

  @Test
  @Tag("F3")
  void aSessionsRootIsRootsAllTheWayDown() {
    put("/", Kind.FOLDER, 0755, 0);
    put("/srv", Kind.FOLDER, 0755, 0);
    put("/srv/x", Kind.FOLDER, 0755, 0);
    assertEquals(List.of(), root("/srv/x"));
    assertEquals(List.of(), root("/"));
    assertEquals(List.of("cannot look at /srv/y"), root("/srv/y"));
    put("/srv", Kind.FOLDER, 0775, 0);
    assertEquals(
        List.of("bad ownership or modes for directory /srv: mode 0775 lets others write"),
        root("/srv/x"));
    put("/srv", Kind.FOLDER, 0755, ALICE);
    assertEquals(
        List.of("bad ownership or modes for directory /srv: it belongs to u1000, not to root"),
        root("/srv/x"));
    put("/srv", Kind.FOLDER, 0755, 0);
    put("/srv/x", Kind.FILE, 0755, 0);
    assertEquals(List.of("/srv/x is not a directory"), root("/srv/x"));
  }
}
