package dev.aikagi.sftp.nio;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.aikagi.Bytes;
import dev.aikagi.sftp.NioServedFiles;
import dev.aikagi.sftp.SftpException;
import dev.aikagi.sftp.SftpOperation;
import dev.aikagi.sftp.SftpStatus;
import java.io.IOException;
import java.nio.file.DirectoryNotEmptyException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Moves that replace, by servers with posix-rename@openssh.com and without. */
@Timeout(60)
class ReplacingMoveTest {
  @TempDir private Path folder;

  private Served serve(boolean posixRename, Faulty.Fault fault) throws IOException {
    return Served.of(
        Faulty.files(new NioServedFiles(folder), fault),
        Served.NAME,
        posixRename ? Set.of() : Set.of(SftpOperation.POSIX_RENAME));
  }

  private static SftpException failure(SftpStatus status) {
    return new SftpException(status, "rename", Bytes.EMPTY, "Invalid cross-device link");
  }

  private void make(String name, boolean isFolder) throws IOException {
    if (isFolder) {
      Files.createDirectory(folder.resolve(name));
    } else {
      Files.writeString(folder.resolve(name), name);
    }
  }

  private List<String> names() throws IOException {
    try (var list = Files.list(folder)) {
      return list.map(p -> p.getFileName().toString()).sorted().toList();
    }
  }

  private static void move(Served served) throws IOException {
    Files.move(served.path("/from"), served.path("/to"), StandardCopyOption.REPLACE_EXISTING);
  }

  private void clear() throws IOException {
    for (String name : names()) {
      Files.delete(folder.resolve(name));
    }
  }

  /** A border between two disks, or a sticky folder: for those the protocol has no words. */
  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void aMoveThatFailsCostsNothing(boolean posixRename) throws IOException {
    for (int kinds = 0; kinds < 4; kinds++) {
      for (SftpStatus status : List.of(SftpStatus.FAILURE, SftpStatus.PERMISSION_DENIED)) {
        boolean from = (kinds & 1) != 0;
        boolean to = (kinds & 2) != 0;
        make("from", from);
        make("to", to);
        Faulty.Fault fault =
            (method, arguments) -> {
              if (method.equals("rename") && Bytes.utf8("/from").equals(arguments[0])) {
                throw failure(status);
              }
              return null;
            };
        try (Served served = serve(posixRename, fault)) {
          FileSystemException told =
              assertThrows(FileSystemException.class, () -> move(served), "kinds " + kinds);
          assertEquals("/from", told.getFile());
          assertEquals("/to", told.getOtherFile());
        }
        assertEquals(List.of("from", "to"), names(), "kinds " + kinds);
        assertEquals(from, Files.isDirectory(folder.resolve("from")));
        assertEquals(to, Files.isDirectory(folder.resolve("to")));
        assertTrue(to || Files.readString(folder.resolve("to")).equals("to"));
        clear();
      }
    }
  }

  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void nothingIsRemovedWhereNothingIsRenamed(boolean posixRename) throws IOException {
    make("from", false);
    make("to", false);
    Faulty.Fault fault =
        (method, arguments) -> {
          if (method.equals("rename")) {
            throw failure(SftpStatus.FAILURE);
          }
          return null;
        };
    try (Served served = serve(posixRename, fault)) {
      assertThrows(FileSystemException.class, () -> move(served));
    }
    assertEquals("to", Files.readString(folder.resolve("to")));
    assertEquals(List.of("from", "to"), names());
  }

  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void everyKindReplacesEveryOther(boolean posixRename) throws IOException {
    for (int kinds = 0; kinds < 4; kinds++) {
      boolean from = (kinds & 1) != 0;
      make("from", from);
      make("to", (kinds & 2) != 0);
      try (Served served = serve(posixRename, (method, arguments) -> null)) {
        move(served);
      }
      assertEquals(List.of("to"), names(), "kinds " + kinds);
      assertEquals(from, Files.isDirectory(folder.resolve("to")));
      clear();
    }
  }

  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void aFullFolderIsNotReplaced(boolean posixRename) throws IOException {
    make("to", true);
    make("to/x", false);
    for (boolean from : new boolean[] {true, false}) {
      make("from", from);
      try (Served served = serve(posixRename, (method, arguments) -> null)) {
        assertEquals(
            "/to", assertThrows(DirectoryNotEmptyException.class, () -> move(served)).getFile());
      }
      assertEquals(List.of("from", "to"), names());
      assertTrue(Files.exists(folder.resolve("to/x")));
      Files.delete(folder.resolve("from"));
    }
  }

  /** Where even that fails, a user is told which name to look for. */
  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void whatGotNoNameBackIsNamed(boolean posixRename) throws IOException {
    make("from", true);
    make("to", false);
    Faulty.Fault fault =
        (method, arguments) -> {
          if (method.equals("rename") && Bytes.utf8("/to").equals(arguments[1])) {
            throw failure(SftpStatus.FAILURE);
          }
          return null;
        };
    try (Served served = serve(posixRename, fault)) {
      FileSystemException told = assertThrows(FileSystemException.class, () -> move(served));
      assertEquals(2, names().size());
      assertFalse(Files.exists(folder.resolve("to")));
      String left = names().getFirst();
      assertEquals("what was replaced is left as /" + left, told.getReason());
      assertEquals("to", Files.readString(folder.resolve(left)));
    }
  }
}
