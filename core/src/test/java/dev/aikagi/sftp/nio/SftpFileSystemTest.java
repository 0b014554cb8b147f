package dev.aikagi.sftp.nio;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.aikagi.Bytes;
import dev.aikagi.sftp.FileAttributes;
import dev.aikagi.sftp.NioServedFiles;
import dev.aikagi.sftp.OpenFlag;
import dev.aikagi.sftp.ServedFile;
import dev.aikagi.sftp.SftpException;
import dev.aikagi.sftp.SftpStatus;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.URI;
import java.nio.ByteBuffer;
import java.nio.channels.ClosedChannelException;
import java.nio.channels.SeekableByteChannel;
import java.nio.file.AccessDeniedException;
import java.nio.file.AtomicMoveNotSupportedException;
import java.nio.file.ClosedFileSystemException;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.DirectoryNotEmptyException;
import java.nio.file.DirectoryStream;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.OpenOption;
import java.nio.file.Path;
import java.nio.file.ProviderMismatchException;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.FileTime;
import java.nio.file.attribute.GroupPrincipal;
import java.nio.file.attribute.PosixFileAttributeView;
import java.nio.file.attribute.PosixFileAttributes;
import java.nio.file.attribute.UserPrincipal;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.function.Executable;
import org.junit.jupiter.api.io.TempDir;

/** What is closed, what is lost, and servers that are not as they should be. */
@Timeout(60)
class SftpFileSystemTest {
  @TempDir private Path folder;
  private Served served;

  @BeforeEach
  void open() throws IOException {
    served = Served.of(new NioServedFiles(folder));
  }

  @AfterEach
  void close() throws IOException {
    served.close();
  }

  private void serve(Faulty.Fault fault) throws IOException {
    served.close();
    served = Served.of(Faulty.files(new NioServedFiles(folder), fault));
  }

  @Test
  void itIsOfTheInstalledProvider() {
    assertEquals("sftp", served.files().provider().getScheme());
    assertSame(SftpFileSystemProvider.installed(), served.files().provider());
    assertEquals(Served.NAME, URI.create(served.files().toString()));
    assertEquals(List.of(served.path("/")), List.copyOf(roots()));
    assertEquals(Set.of("basic", "owner", "posix"), served.files().supportedFileAttributeViews());
    assertThrows(UnsupportedOperationException.class, () -> served.files().newWatchService());
  }

  private List<Path> roots() {
    List<Path> roots = new ArrayList<>();
    served.files().getRootDirectories().forEach(roots::add);
    return roots;
  }

  @Test
  void nothingIsDoneAfterClosing() throws IOException {
    Path file = Files.writeString(served.path("/file"), "x");
    served.close();
    assertFalse(served.files().isOpen());
    Path other = served.path("/other");
    List<Executable> calls =
        List.of(
            () -> Files.newInputStream(file),
            () -> Files.newOutputStream(file),
            () -> Files.newByteChannel(file),
            () -> Files.newDirectoryStream(other),
            () -> Files.createDirectory(other),
            () -> Files.createSymbolicLink(other, file),
            () -> Files.createLink(other, file),
            () -> Files.readSymbolicLink(other),
            () -> Files.delete(file),
            () -> Files.deleteIfExists(file),
            () -> Files.copy(file, other),
            () -> Files.move(file, other),
            () -> Files.move(file, other, StandardCopyOption.ATOMIC_MOVE),
            () -> Files.isSameFile(file, other),
            () -> Files.getFileStore(file),
            () -> Files.isReadable(file),
            () -> Files.exists(file),
            () -> Files.readAttributes(file, BasicFileAttributes.class),
            () -> Files.readAttributes(file, "*"),
            () -> Files.setLastModifiedTime(file, FileTime.fromMillis(0)),
            () -> file.toRealPath(),
            () -> served.files().getFileStores(),
            () -> served.files().getUserPrincipalLookupService().lookupPrincipalByName("0"));
    for (int i = 0; i < calls.size(); i++) {
      assertThrows(ClosedFileSystemException.class, calls.get(i), "call " + i);
    }
    served.close();
  }

  @Test
  @SuppressWarnings("StreamResourceLeak") // Closing it by other means is what this is about.
  void whatIsOpenIsClosedWithIt() throws IOException {
    Path file = Files.writeString(served.path("/file"), "x");
    SeekableByteChannel channel = Files.newByteChannel(file);
    InputStream in = Files.newInputStream(file);
    OutputStream out = Files.newOutputStream(served.path("/out"));
    DirectoryStream<Path> stream = Files.newDirectoryStream(served.path("/"));
    Iterator<Path> entries = stream.iterator();
    // Not yet sent: less than a block.
    out.write(new byte[1000]);
    served.close();
    assertEquals(1000, Files.size(folder.resolve("out")));
    assertFalse(channel.isOpen());
    assertThrows(ClosedChannelException.class, () -> channel.read(ByteBuffer.allocate(1)));
    assertThrows(ClosedChannelException.class, in::read);
    assertThrows(ClosedChannelException.class, () -> out.write(1));
    assertFalse(entries.hasNext());
    channel.close();
    in.close();
    out.close();
    stream.close();
  }

  @Test
  void aLostConnectionIsNoClosedFileSystem() throws IOException {
    Path file = Files.writeString(served.path("/file"), "x");
    OutputStream out = Files.newOutputStream(served.path("/out"));
    out.write(1);
    served.connection().close();
    SftpException e = assertThrows(SftpException.class, () -> awaitLoss(file));
    assertTrue(List.of(SftpStatus.CONNECTION_LOST, SftpStatus.NO_CONNECTION).contains(e.status()));
    assertTrue(served.files().isOpen());
    assertFalse(served.files().isConnected());
    // What was not written is told, and everything is closed nevertheless.
    assertThrows(IOException.class, () -> served.close());
    assertFalse(served.files().isOpen());
    assertThrows(ClosedFileSystemException.class, () -> Files.size(file));
  }

  private static void awaitLoss(Path file) throws IOException {
    while (true) {
      Files.size(file);
    }
  }

  /** CVE-2019-6111 and its kin. */
  @Test
  @Tag("F1")
  void namesThatLeadElsewhereAreRefused() throws IOException {
    for (String name : List.of("a/b", "/etc/passwd", "../x", "a\0b", "")) {
      serve(
          (method, arguments) ->
              method.equals("openFolder")
                  ? Faulty.folder(List.of(Bytes.utf8("."), Bytes.utf8(name)))
                  : null);
      try (DirectoryStream<Path> stream = Files.newDirectoryStream(served.path("/"))) {
        Iterator<Path> entries = stream.iterator();
        assertThrows(DirectoryIteratorException.class, entries::hasNext, name);
      }
    }
  }

  @Test
  void answersThatAreNoPathsAreRefused() throws IOException {
    List<Bytes> answers = new ArrayList<>(List.of(Bytes.utf8("/")));
    serve(
        (method, arguments) ->
            switch (method) {
              case "realPath", "readLink" -> answers.getFirst();
              case "attributes" -> FileAttributes.NONE;
              default -> null;
            });
    Path file = served.path("/file");
    for (String wrong : List.of("/a\0b", "a", "")) {
      answers.set(0, Bytes.utf8(wrong));
      assertEquals(
          "/file", assertThrows(FileSystemException.class, file::toRealPath, wrong).getFile());
      Faulty.Fault start = (m, a) -> m.equals("realPath") ? Bytes.utf8(wrong) : null;
      assertThrows(
          FileSystemException.class,
          () -> Served.of(Faulty.files(new NioServedFiles(folder), start)),
          wrong);
    }
    answers.set(0, Bytes.utf8("a\0b"));
    assertThrows(FileSystemException.class, () -> Files.readSymbolicLink(file));
    answers.set(0, Bytes.utf8("a"));
    assertEquals(served.path("a"), Files.readSymbolicLink(file));
  }

  /** "." and ".." are no entries, whoever sends them. */
  @Test
  void dotsAreNoEntries() throws IOException {
    serve(
        (method, arguments) ->
            method.equals("openFolder")
                ? Faulty.folder(List.of(Bytes.utf8("."), Bytes.utf8(".."), Bytes.utf8("...")))
                : null);
    try (var list = Files.list(served.path("/x"))) {
      assertEquals(List.of(served.path("/x/...")), list.toList());
    }
  }

  private static @Nullable Object fullDisk(String method) throws IOException {
    if (method.equals("write") || method.equals("copyTo")) {
      throw new SftpException(SftpStatus.FAILURE, method, Bytes.EMPTY, "No space left on device");
    }
    return null;
  }

  /** Opens files of which nothing can be written. */
  private @Nullable Object openFull(String method, @Nullable Object[] arguments)
      throws IOException {
    if (!method.equals("open")) {
      return null;
    }
    @SuppressWarnings("unchecked")
    Set<OpenFlag> flags = (Set<OpenFlag>) arguments[1];
    ServedFile file = new NioServedFiles(folder).open((Bytes) arguments[0], flags, 0644);
    return Faulty.proxy(ServedFile.class, file, (m, a) -> fullDisk(m));
  }

  /** As the files of Linux's /proc are. */
  @Test
  void aFileThatSaysNoSizeIsCopiedToItsEnd() throws IOException {
    byte[] content = new byte[100_000];
    content[99_999] = 7;
    Files.write(folder.resolve("from"), content);
    for (FileAttributes said : List.of(FileAttributes.NONE.withSize(0), FileAttributes.NONE)) {
      serve(
          (method, arguments) -> {
            if (!method.equals("open") || !Bytes.utf8("/from").equals(arguments[0])) {
              return null;
            }
            @SuppressWarnings("unchecked")
            Set<OpenFlag> flags = (Set<OpenFlag>) arguments[1];
            ServedFile file = new NioServedFiles(folder).open((Bytes) arguments[0], flags, 0644);
            return Faulty.proxy(
                ServedFile.class, file, (m, a) -> m.equals("attributes") ? said : null);
          });
      Path to = served.path("/to");
      Files.copy(served.path("/from"), to, StandardCopyOption.REPLACE_EXISTING);
      assertArrayEquals(content, Files.readAllBytes(folder.resolve("to")));
    }
  }

  @Test
  void aFailedWriteIsTold() throws IOException {
    serve(this::openFull);
    Path file = served.path("/file");
    OutputStream out = Files.newOutputStream(file);
    out.write(new byte[10]);
    FileSystemException told = assertThrows(FileSystemException.class, out::close);
    assertEquals("/file", told.getFile());
    assertThrows(FileSystemException.class, () -> Files.write(file, new byte[1_000_000]));
    try (SeekableByteChannel channel = Files.newByteChannel(file, StandardOpenOption.WRITE)) {
      assertThrows(FileSystemException.class, () -> channel.write(ByteBuffer.allocate(1)));
    }
  }

  @Test
  void aCopyThatFailedLeavesNoPart() throws IOException {
    Files.write(folder.resolve("from"), new byte[100]);
    serve(this::openFull);
    FileSystemException told =
        assertThrows(
            FileSystemException.class, () -> Files.copy(served.path("/from"), served.path("/to")));
    assertEquals("/from", told.getFile());
    assertEquals("/to", told.getOtherFile());
    assertFalse(Files.exists(folder.resolve("to")));
  }

  @Test
  void refusalsAreExceptionsOfFiles() throws IOException {
    serve(
        (method, arguments) -> {
          if (method.equals("makeFolder")) {
            throw new SftpException(SftpStatus.PERMISSION_DENIED, method, Bytes.EMPTY, "");
          }
          return null;
        });
    AccessDeniedException e =
        assertThrows(AccessDeniedException.class, () -> Files.createDirectory(served.path("/a")));
    assertEquals("/a", e.getFile());
    assertInstanceOf(SftpException.class, e.getCause());
  }

  @Test
  void whatTheServerDoesNotSayIsNotMadeUp() throws IOException {
    serve((method, arguments) -> method.equals("attributes") ? FileAttributes.NONE : null);
    Path file = served.path("/file");
    BasicFileAttributes basic = Files.readAttributes(file, BasicFileAttributes.class);
    assertTrue(basic.isOther() && !basic.isRegularFile() && !basic.isDirectory());
    assertEquals(FileTime.fromMillis(0), basic.lastModifiedTime());
    assertThrows(
        FileSystemException.class, () -> Files.readAttributes(file, PosixFileAttributes.class));
    assertThrows(FileSystemException.class, () -> Files.getOwner(file));
  }

  @Test
  void timesThatTheProtocolHasNot() throws IOException {
    Path file = Files.writeString(served.path("/file"), "x");
    for (long seconds : new long[] {-1, 1L << 32}) {
      assertThrows(
          FileSystemException.class,
          () -> Files.setLastModifiedTime(file, FileTime.fromMillis(seconds * 1000)));
    }
    Files.setLastModifiedTime(file, FileTime.fromMillis(((1L << 32) - 1) * 1000));
    assertEquals(((1L << 32) - 1) * 1000, Files.getLastModifiedTime(file).toMillis());
  }

  @Test
  void specialBitsOutliveAChangeOfPermissions() throws IOException {
    int[] mode = {0104755};
    serve(
        (method, arguments) -> {
          if (method.equals("change")) {
            mode[0] = ((FileAttributes) arguments[1]).permissions().orElseThrow();
            return 0;
          }
          return method.equals("attributes") ? FileAttributes.NONE.withPermissions(mode[0]) : null;
        });
    Files.setPosixFilePermissions(served.path("/file"), Set.of());
    assertEquals(04000, mode[0]);
  }

  @Test
  void namesOfUsersAreShown() throws IOException {
    serve(
        (method, arguments) ->
            switch (method) {
              case "attributes" -> FileAttributes.NONE.withPermissions(0100644).withOwner(7, 8);
              case "userName" -> Bytes.utf8((long) arguments[0] == 7 ? "hoge" : "");
              case "groupName" -> Bytes.utf8("");
              default -> null;
            });
    Path file = served.path("/file");
    PosixFileAttributes seen = Files.readAttributes(file, PosixFileAttributes.class);
    assertEquals("hoge", seen.owner().getName());
    assertEquals("8", seen.group().getName());
    var lookup = served.files().getUserPrincipalLookupService();
    assertEquals(seen.owner(), lookup.lookupPrincipalByName("hoge"));
    assertEquals(seen.owner(), lookup.lookupPrincipalByName("7"));
    assertEquals(seen.group(), lookup.lookupPrincipalByGroupName("8"));
    assertThrows(ProviderMismatchException.class, () -> Files.setOwner(file, () -> "hoge"));
  }

  /** A group is a kind of user for the compiler; with the same number it would be somebody. */
  @Test
  void aGroupIsNoOwner() throws IOException {
    List<Object> changes = new ArrayList<>();
    serve(
        (method, arguments) ->
            switch (method) {
              case "attributes" -> FileAttributes.NONE.withPermissions(0100644).withOwner(7, 8);
              case "change" -> changes.add(arguments[1]);
              default -> null;
            });
    Path file = served.path("/file");
    var lookup = served.files().getUserPrincipalLookupService();
    UserPrincipal user = lookup.lookupPrincipalByName("9");
    GroupPrincipal group = lookup.lookupPrincipalByGroupName("9");
    assertThrows(IOException.class, () -> Files.setOwner(file, group));
    assertThrows(IOException.class, () -> Files.setAttribute(file, "owner:owner", group));
    assertThrows(ClassCastException.class, () -> Files.setAttribute(file, "posix:group", user));
    var view = Files.getFileAttributeView(file, PosixFileAttributeView.class);
    assertThrows(ProviderMismatchException.class, () -> view.setGroup(() -> "hoge"));
    assertEquals(List.of(), changes);
    Files.setOwner(file, user);
    view.setGroup(group);
    assertEquals(
        List.of(FileAttributes.NONE.withOwner(9, 8), FileAttributes.NONE.withOwner(7, 9)), changes);
  }

  @Test
  void anOptionMayBeSaidTwice() throws IOException {
    Path file = Files.writeString(served.path("/file"), "x");
    OpenOption[] twice = {StandardOpenOption.READ, StandardOpenOption.READ};
    try (InputStream in = served.files().provider().newInputStream(file, twice)) {
      assertEquals('x', in.read());
    }
  }

  @Test
  void twoServersOfOneProvider() throws IOException {
    Path other = Files.createDirectory(folder.resolve("other"));
    byte[] content = new byte[300_000];
    content[299_999] = 7;
    Files.write(folder.resolve("from"), content);
    Files.createDirectories(folder.resolve("full/x"));
    URI name = URI.create("sftp://example.net");
    try (Served second = Served.of(new NioServedFiles(other), name)) {
      Path from = served.path("/from");
      Path to = second.path("/to");
      Files.copy(from, to);
      assertArrayEquals(content, Files.readAllBytes(to));
      assertThrows(
          AtomicMoveNotSupportedException.class,
          () -> Files.move(from, to, StandardCopyOption.ATOMIC_MOVE));
      Files.move(from, to, StandardCopyOption.REPLACE_EXISTING);
      assertArrayEquals(content, Files.readAllBytes(to));
      assertFalse(Files.exists(from));
      assertThrows(
          DirectoryNotEmptyException.class,
          () -> Files.move(served.path("/full"), second.path("/full")));
      assertFalse(Files.exists(second.path("/full")));
      assertFalse(Files.isSameFile(served.path("/other"), second.path("/other")));
    }
  }

  /** Whoever replaces a file by itself must not lose it, by whichever names and connections. */
  @Test
  void aFileIsNotReplacedByItself() throws IOException {
    Path file = Files.writeString(served.path("/file"), "content");
    Path link = Files.createSymbolicLink(served.path("/link"), served.path("file"));
    Files.createSymbolicLink(served.path("/here"), served.path("."));
    Files.copy(link, file, StandardCopyOption.REPLACE_EXISTING);
    assertEquals("content", Files.readString(file));
    Path again = served.path("/here/file");
    Files.copy(again, file, StandardCopyOption.REPLACE_EXISTING);
    Files.move(again, file, StandardCopyOption.REPLACE_EXISTING);
    Files.move(again, file);
    assertEquals("content", Files.readString(file));
    try (Served second = Served.of(new NioServedFiles(folder))) {
      Path same = second.path("/here/file");
      Files.copy(same, file, StandardCopyOption.REPLACE_EXISTING);
      Files.move(same, file, StandardCopyOption.REPLACE_EXISTING);
      assertEquals("content", Files.readString(file));
    }
  }

  /** A server's other name, or another user of it: what is there looks the same, so it is kept. */
  @Test
  void aFileOfAServerWithTwoNamesIsNotLost() throws IOException {
    Path file = Files.writeString(served.path("/file"), "content");
    for (String name : List.of("sftp://fuga@example.org:2222", "sftp://hoge@example.net:2222")) {
      try (Served second = Served.of(new NioServedFiles(folder), URI.create(name))) {
        Path same = second.path("/file");
        assertThrows(
            FileSystemException.class,
            () -> Files.move(file, same, StandardCopyOption.REPLACE_EXISTING),
            name);
        assertThrows(
            FileSystemException.class,
            () -> Files.copy(file, same, StandardCopyOption.REPLACE_EXISTING),
            name);
        assertEquals("content", Files.readString(folder.resolve("file")));
      }
    }
  }

  /** Where names that differ are one file, as upper and lower case are on some servers. */
  @Test
  void aFileWithTwoNamesIsNotLost() throws IOException {
    Files.writeString(folder.resolve("file"), "content");
    serve(
        (method, arguments) -> {
          for (int i = 0; i < arguments.length && !method.equals("realPath"); i++) {
            if (Bytes.utf8("/FILE").equals(arguments[i])) {
              arguments[i] = Bytes.utf8("/file");
            }
          }
          if (method.equals("rename")) {
            throw new SftpException(SftpStatus.FAILURE, method, Bytes.EMPTY, "the same file");
          }
          return null;
        });
    Path file = served.path("/file");
    Path shouted = served.path("/FILE");
    assertThrows(
        FileSystemException.class,
        () -> Files.copy(file, shouted, StandardCopyOption.REPLACE_EXISTING));
    assertEquals("content", Files.readString(folder.resolve("file")));
    assertThrows(
        FileSystemException.class,
        () -> Files.move(file, shouted, StandardCopyOption.REPLACE_EXISTING));
    assertThrows(FileAlreadyExistsException.class, () -> Files.move(file, shouted));
    assertEquals("content", Files.readString(folder.resolve("file")));
  }
}
