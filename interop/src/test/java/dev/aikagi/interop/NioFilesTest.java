package dev.aikagi.interop;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.BufferedWriter;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.ClosedChannelException;
import java.nio.channels.NonReadableChannelException;
import java.nio.channels.NonWritableChannelException;
import java.nio.channels.SeekableByteChannel;
import java.nio.file.AtomicMoveNotSupportedException;
import java.nio.file.DirectoryNotEmptyException;
import java.nio.file.DirectoryStream;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileStore;
import java.nio.file.FileSystemException;
import java.nio.file.FileSystemLoopException;
import java.nio.file.FileVisitOption;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.NotDirectoryException;
import java.nio.file.NotLinkException;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.BasicFileAttributeView;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.FileOwnerAttributeView;
import java.nio.file.attribute.FileTime;
import java.nio.file.attribute.PosixFileAttributeView;
import java.nio.file.attribute.PosixFileAttributes;
import java.nio.file.attribute.PosixFilePermissions;
import java.nio.file.attribute.UserPrincipalNotFoundException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.function.Executable;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;

/** What Files promises, of the default file system and of ours over three servers. */
@ParameterizedClass
@EnumSource(NioPlace.Kind.class)
@Timeout(120)
class NioFilesTest {
  private final NioPlace.Kind kind;
  @TempDir private Path folder;
  private NioPlace place;
  private Path dir;

  NioFilesTest(NioPlace.Kind kind) {
    this.kind = kind;
  }

  @BeforeEach
  void open() throws IOException {
    place = NioPlace.open(kind, folder);
    dir = place.folder();
  }

  @AfterEach
  void close() throws IOException, InterruptedException {
    // A peer that is not installed has ended the start.
    if (place != null) {
      place.close();
    }
  }

  private Path file(String name, String content) throws IOException {
    return Files.writeString(dir.resolve(name), content);
  }

  private Path link(String name, String target) throws IOException {
    return Files.createSymbolicLink(dir.resolve(name), dir.getFileSystem().getPath(target));
  }

  private static byte[] random(int length) {
    byte[] out = new byte[length];
    new Random(length).nextBytes(out);
    return out;
  }

  private static <T extends IOException> void refused(Class<T> type, Path path, Executable call) {
    T e = assertThrows(type, call);
    if (e instanceof FileSystemException f) {
      assertEquals(path.toString(), f.getFile());
    }
  }

  @Test
  void contentsOfAllSizes() throws IOException {
    for (int length : new int[] {0, 1, 32_768, 300_001, 3_000_000}) {
      byte[] content = random(length);
      Path file = Files.write(dir.resolve("file"), content);
      assertEquals(length, Files.size(file));
      assertArrayEquals(content, Files.readAllBytes(file));
      try (InputStream in = Files.newInputStream(file)) {
        assertArrayEquals(content, in.readAllBytes());
      }
      Path copy = dir.resolve("copy");
      try (OutputStream out = Files.newOutputStream(copy)) {
        assertEquals(length, Files.copy(file, out));
      }
      assertEquals(-1, Files.mismatch(file, copy));
      ByteArrayOutputStream memory = new ByteArrayOutputStream();
      Files.copy(file, memory);
      assertArrayEquals(content, memory.toByteArray());
      Files.copy(new ByteArrayInputStream(content), copy, StandardCopyOption.REPLACE_EXISTING);
      assertEquals(-1, Files.mismatch(file, copy));
      if (length > 1) {
        content[length - 1]++;
        assertEquals(length - 1, Files.mismatch(file, Files.write(copy, content)));
      }
    }
  }

  @Test
  void textAndLines() throws IOException {
    Path file = dir.resolve("text");
    try (BufferedWriter out = Files.newBufferedWriter(file)) {
      out.write("合鍵\nsecond\n");
    }
    Files.writeString(file, "third\n", StandardOpenOption.APPEND);
    Files.write(file, List.of("fourth"), StandardOpenOption.APPEND, StandardOpenOption.WRITE);
    try (Stream<String> lines = Files.lines(file)) {
      assertEquals(List.of("合鍵", "second", "third", "fourth"), lines.toList());
    }
    assertEquals("合鍵\nsecond\nthird\nfourth\n", Files.readString(file));
    // Shorter than what was there.
    Files.writeString(file, "x");
    assertEquals("x", Files.readString(file));
    Files.writeString(file, "y", StandardOpenOption.WRITE);
    assertEquals("y", Files.readString(file));
  }

  @Test
  void waysToOpen() throws IOException {
    Path file = dir.resolve("file");
    refused(NoSuchFileException.class, file, () -> Files.newInputStream(file));
    refused(
        NoSuchFileException.class,
        file,
        () -> Files.newOutputStream(file, StandardOpenOption.WRITE).close());
    Files.newByteChannel(file, StandardOpenOption.WRITE, StandardOpenOption.CREATE_NEW).close();
    refused(
        FileAlreadyExistsException.class,
        file,
        () -> Files.newOutputStream(file, StandardOpenOption.CREATE_NEW).close());
    Path link = link("link", "nowhere");
    refused(FileAlreadyExistsException.class, link, () -> Files.createFile(link));
    assertThrows(
        IllegalArgumentException.class,
        () ->
            Files.newByteChannel(file, StandardOpenOption.READ, StandardOpenOption.APPEND).close());
    assertThrows(
        IllegalArgumentException.class,
        () ->
            Files.newByteChannel(
                    file, StandardOpenOption.APPEND, StandardOpenOption.TRUNCATE_EXISTING)
                .close());
    assertThrows(
        IllegalArgumentException.class,
        () -> Files.newOutputStream(file, StandardOpenOption.READ).close());
    assertThrows(
        UnsupportedOperationException.class,
        () -> Files.newInputStream(file, StandardOpenOption.WRITE).close());
  }

  @Test
  void channelsHaveAPosition() throws IOException {
    Path file = file("file", "0123456789");
    ByteBuffer four = ByteBuffer.allocate(4);
    SeekableByteChannel channel =
        Files.newByteChannel(file, StandardOpenOption.READ, StandardOpenOption.WRITE);
    try (channel) {
      assertEquals(4, channel.read(four));
      assertEquals(4, channel.position());
      assertEquals(2, channel.position(8).read(four.clear()));
      assertEquals(-1, channel.read(four));
      channel.position(12).write(ByteBuffer.wrap(new byte[] {'x', 'y'}));
      assertEquals(14, channel.size());
      assertEquals(14, channel.position());
      assertEquals(9, channel.truncate(9).size());
      assertEquals(9, channel.position());
      assertEquals(9, channel.truncate(20).size());
      assertThrows(IllegalArgumentException.class, () -> channel.position(-1));
      assertThrows(IllegalArgumentException.class, () -> channel.truncate(-1));
    }
    assertFalse(channel.isOpen());
    assertThrows(ClosedChannelException.class, () -> channel.read(four.clear()));
    assertThrows(ClosedChannelException.class, () -> channel.write(four.clear()));
    assertThrows(ClosedChannelException.class, channel::position);
    assertThrows(ClosedChannelException.class, channel::size);
    assertThrows(ClosedChannelException.class, () -> channel.truncate(0));
    assertEquals("012345678", Files.readString(file));
    try (SeekableByteChannel reading = Files.newByteChannel(file)) {
      assertThrows(NonWritableChannelException.class, () -> reading.write(ByteBuffer.allocate(1)));
      assertThrows(NonWritableChannelException.class, () -> reading.truncate(1));
    }
    try (SeekableByteChannel writing = Files.newByteChannel(file, StandardOpenOption.WRITE)) {
      assertThrows(NonReadableChannelException.class, () -> writing.read(ByteBuffer.allocate(1)));
    }
  }

  @Test
  void appendingIsAtTheEndWhereverThatIs() throws IOException {
    Path file = file("file", "ab");
    try (SeekableByteChannel channel = Files.newByteChannel(file, StandardOpenOption.APPEND)) {
      assertEquals(2, channel.position());
      Files.writeString(file, "cd", StandardOpenOption.APPEND);
      channel.position(0).write(ByteBuffer.wrap(new byte[] {'e'}));
      assertEquals(5, channel.position());
    }
    assertEquals("abcde", Files.readString(file));
  }

  @Test
  void whatIsDeletedOnClose() throws IOException {
    Path file = dir.resolve("file");
    try (OutputStream out =
        Files.newOutputStream(
            file,
            StandardOpenOption.CREATE_NEW,
            StandardOpenOption.WRITE,
            StandardOpenOption.DELETE_ON_CLOSE)) {
      out.write(1);
    }
    assertFalse(Files.exists(file));
    Files.createFile(file);
    Files.newByteChannel(file, StandardOpenOption.READ, StandardOpenOption.DELETE_ON_CLOSE).close();
    assertFalse(Files.exists(file));
  }

  @Test
  void whatIsOnTheDisk() throws IOException {
    Path file = dir.resolve("file");
    if (!kind.extended()) {
      assertThrows(
          UnsupportedOperationException.class,
          () -> Files.write(file, random(10), StandardOpenOption.SYNC, StandardOpenOption.WRITE));
      return;
    }
    StandardOpenOption[] options = {
      StandardOpenOption.CREATE, StandardOpenOption.WRITE, StandardOpenOption.DSYNC
    };
    Files.write(file, random(10), options);
    assertArrayEquals(random(10), Files.readAllBytes(file));
  }

  @Test
  void folders() throws IOException {
    Path a = Files.createDirectory(dir.resolve("a"));
    refused(FileAlreadyExistsException.class, a, () -> Files.createDirectory(a));
    refused(
        NoSuchFileException.class,
        dir.resolve("none/b"),
        () -> Files.createDirectory(dir.resolve("none/b")));
    Path deep = Files.createDirectories(dir.resolve("a/b/c"));
    assertEquals(deep, Files.createDirectories(deep));
    Path file = Files.writeString(a.resolve("file"), "x");
    assertThrows(FileAlreadyExistsException.class, () -> Files.createDirectories(file));
    assertThrows(FileSystemException.class, () -> Files.createDirectories(file.resolve("x")));
    refused(DirectoryNotEmptyException.class, a, () -> Files.delete(a));
    refused(NoSuchFileException.class, dir.resolve("n"), () -> Files.delete(dir.resolve("n")));
    assertFalse(Files.deleteIfExists(dir.resolve("n")));
    assertTrue(Files.deleteIfExists(deep));
    Files.delete(file);
    assertTrue(Files.isDirectory(a));
    Path temporary = Files.createTempDirectory(dir, "x");
    assertTrue(Files.isDirectory(temporary));
    assertEquals(0, Files.size(Files.createTempFile(temporary, "a", ".tmp")));
  }

  @Test
  @SuppressWarnings("StreamResourceLeak") // One is closed before it is read.
  void listings() throws IOException {
    Files.createDirectory(dir.resolve("folder"));
    for (String name : List.of("a.txt", "b.txt", "c.java", ".hidden", "new\nline", "é")) {
      file(name, name);
    }
    try (Stream<Path> list = Files.list(dir)) {
      assertEquals(
          Set.of("a.txt", "b.txt", "c.java", ".hidden", "new\nline", "é", "folder"),
          Set.copyOf(list.map(p -> dir.relativize(p).toString()).toList()));
    }
    try (DirectoryStream<Path> stream = Files.newDirectoryStream(dir, "*.{txt,java}")) {
      List<Path> found = new ArrayList<>();
      stream.forEach(found::add);
      assertEquals(
          Set.of(dir.resolve("a.txt"), dir.resolve("b.txt"), dir.resolve("c.java")),
          Set.copyOf(found));
      assertThrows(IllegalStateException.class, stream::iterator);
    }
    DirectoryStream<Path> stream = Files.newDirectoryStream(dir);
    Iterator<Path> entries = stream.iterator();
    stream.close();
    stream.close();
    entries.forEachRemaining(p -> assertTrue(Files.exists(p, LinkOption.NOFOLLOW_LINKS)));
    assertThrows(IllegalStateException.class, stream::iterator);
    Path file = dir.resolve("a.txt");
    refused(NotDirectoryException.class, file, () -> Files.newDirectoryStream(file).close());
    Path none = dir.resolve("none");
    refused(NoSuchFileException.class, none, () -> Files.newDirectoryStream(none).close());
    // Of a relative folder the entries are relative.
    try (Stream<Path> list = Files.list(dir.resolve("folder"))) {
      assertEquals(List.of(), list.toList());
    }
  }

  @Test
  void treesAreWalkedAndDeleted() throws IOException {
    Path root = dir.resolve("root");
    Files.createDirectories(root.resolve("a/b"));
    for (int i = 0; i < 30; i++) {
      Files.writeString(root.resolve(i % 2 == 0 ? "a" : "a/b").resolve("f" + i), "x".repeat(i));
    }
    link("root/a/up", "..");
    try (Stream<Path> all = Files.walk(root)) {
      assertEquals(34, all.count());
    }
    try (Stream<Path> found = Files.find(root, 9, (p, a) -> a.isRegularFile() && a.size() > 25)) {
      assertEquals(
          List.of("a/b/f27", "a/b/f29", "a/f26", "a/f28"),
          found.map(p -> root.relativize(p).toString()).sorted().toList());
    }
    List<IOException> loops = new ArrayList<>();
    Files.walkFileTree(
        root,
        Set.of(FileVisitOption.FOLLOW_LINKS),
        9,
        new SimpleFileVisitor<>() {
          @Override
          public FileVisitResult visitFileFailed(Path file, IOException e) {
            loops.add(e);
            return FileVisitResult.CONTINUE;
          }
        });
    assertEquals(1, loops.size());
    assertEquals(FileSystemLoopException.class, loops.getFirst().getClass());
    Files.walkFileTree(
        root,
        new SimpleFileVisitor<>() {
          @Override
          public FileVisitResult visitFile(Path file, BasicFileAttributes a) throws IOException {
            Files.delete(file);
            return FileVisitResult.CONTINUE;
          }

          @Override
          public FileVisitResult postVisitDirectory(Path folder, IOException e) throws IOException {
            Files.delete(folder);
            return FileVisitResult.CONTINUE;
          }
        });
    assertFalse(Files.exists(root));
    assertTrue(Files.notExists(root));
  }

  @Test
  void copies() throws IOException {
    Path from = Files.write(dir.resolve("from"), random(700_000));
    Files.setPosixFilePermissions(from, PosixFilePermissions.fromString("rwx------"));
    Files.setLastModifiedTime(from, FileTime.fromMillis(1_000_000_000_000L));
    Path to = dir.resolve("to");
    assertEquals(to, Files.copy(from, to));
    assertEquals(-1, Files.mismatch(from, to));
    assertNotEquals(Files.getLastModifiedTime(from), Files.getLastModifiedTime(to));
    refused(FileAlreadyExistsException.class, to, () -> Files.copy(from, to));
    Files.writeString(to, "other");
    Files.copy(from, to, StandardCopyOption.REPLACE_EXISTING, StandardCopyOption.COPY_ATTRIBUTES);
    assertEquals(-1, Files.mismatch(from, to));
    assertEquals(Files.getLastModifiedTime(from), Files.getLastModifiedTime(to));
    assertEquals(Files.getPosixFilePermissions(from), Files.getPosixFilePermissions(to));
    // Of itself, and of what is not there.
    Files.copy(from, dir.resolve("from"));
    assertArrayEquals(random(700_000), Files.readAllBytes(from));
    Path none = dir.resolve("none");
    refused(NoSuchFileException.class, none, () -> Files.copy(none, to));
    assertThrows(
        UnsupportedOperationException.class,
        () -> Files.copy(from, none, StandardCopyOption.ATOMIC_MOVE));
    Path full = dir.resolve("full");
    Files.createDirectories(full.resolve("x"));
    refused(
        DirectoryNotEmptyException.class,
        full,
        () -> Files.copy(from, full, StandardCopyOption.REPLACE_EXISTING));
    // The folder alone.
    Files.copy(full, none);
    assertTrue(Files.isDirectory(none));
    assertFalse(Files.exists(none.resolve("x")));
    Files.copy(from, none, StandardCopyOption.REPLACE_EXISTING);
    assertEquals(-1, Files.mismatch(from, none));
  }

  @Test
  void copiesOfLinks() throws IOException {
    Path from = file("from", "content");
    Path link = link("link", "from");
    Path followed = Files.copy(link, dir.resolve("followed"));
    assertTrue(Files.isRegularFile(followed, LinkOption.NOFOLLOW_LINKS));
    Path itself = Files.copy(link, dir.resolve("itself"), LinkOption.NOFOLLOW_LINKS);
    assertEquals("from", Files.readSymbolicLink(itself).toString());
    // The link is replaced, not what it leads to.
    Files.copy(file("other", "other"), link, StandardCopyOption.REPLACE_EXISTING);
    assertEquals("content", Files.readString(from));
    assertEquals("other", Files.readString(link));
  }

  @Test
  void moves() throws IOException {
    Path from = file("from", "content");
    Path to = Files.move(from, dir.resolve("to"));
    assertFalse(Files.exists(from));
    assertEquals("content", Files.readString(to));
    refused(NoSuchFileException.class, from, () -> Files.move(from, to));
    Path other = file("other", "other");
    refused(FileAlreadyExistsException.class, to, () -> Files.move(other, to));
    Files.move(other, dir.resolve("other"));
    Files.move(other, to, StandardCopyOption.REPLACE_EXISTING);
    assertEquals("other", Files.readString(to));
    Path full = dir.resolve("full");
    Files.createDirectories(full.resolve("x"));
    refused(
        DirectoryNotEmptyException.class,
        full,
        () -> Files.move(to, full, StandardCopyOption.REPLACE_EXISTING));
    Files.move(full, dir.resolve("moved"));
    assertTrue(Files.isDirectory(dir.resolve("moved/x")));
    Path link = link("link", "to");
    Files.move(link, dir.resolve("link2"));
    assertTrue(Files.isSymbolicLink(dir.resolve("link2")));
    Path fresh = file("fresh", "fresh");
    if (kind.extended()) {
      Files.move(fresh, to, StandardCopyOption.ATOMIC_MOVE);
      assertEquals("fresh", Files.readString(to));
    } else {
      assertThrows(
          AtomicMoveNotSupportedException.class,
          () -> Files.move(fresh, to, StandardCopyOption.ATOMIC_MOVE));
      assertEquals("other", Files.readString(to));
    }
  }

  /** Of such a file Linux says that it has 0 bytes. */
  @Test
  void copiesOfFilesWithoutASize() throws IOException {
    Path version = Path.of("/proc/version");
    assumeTrue(
        Files.exists(version) && Files.exists(dir.getFileSystem().getPath("/proc/version")),
        "the file system has no /proc/version");
    Path copy = Files.copy(dir.getFileSystem().getPath("/proc/version"), dir.resolve("copy"));
    assertArrayEquals(Files.readAllBytes(version), Files.readAllBytes(copy));
  }

  @Test
  void acrossFileSystems() throws IOException {
    Path here = Files.createDirectory(folder.resolve("local")).resolve("here");
    Files.write(here, random(500_000));
    Files.setLastModifiedTime(here, FileTime.fromMillis(1_000_000_000_000L));
    Path there = dir.resolve("there");
    Files.copy(here, there, StandardCopyOption.COPY_ATTRIBUTES);
    assertEquals(-1, Files.mismatch(here, there));
    assertEquals(1_000_000_000_000L, Files.getLastModifiedTime(there).toMillis());
    Files.delete(here);
    Files.move(there, here);
    assertArrayEquals(random(500_000), Files.readAllBytes(here));
    assertFalse(Files.exists(there));
    assertFalse(Files.isSameFile(dir, folder.getRoot()));
  }

  @Test
  void links() throws IOException {
    Path file = file("file", "x");
    Path link = link("link", "file");
    assertEquals("file", Files.readSymbolicLink(link).toString());
    assertTrue(Files.isSymbolicLink(link));
    assertTrue(Files.isRegularFile(link));
    assertFalse(Files.isRegularFile(link, LinkOption.NOFOLLOW_LINKS));
    assertTrue(Files.isSameFile(file, link));
    assertFalse(Files.isSameFile(file, file("other", "x")));
    refused(NotLinkException.class, file, () -> Files.readSymbolicLink(file));
    refused(FileAlreadyExistsException.class, file, () -> link("file", "x"));
    Path none = dir.resolve("none");
    refused(NoSuchFileException.class, none, () -> Files.readSymbolicLink(none));
    refused(NoSuchFileException.class, none, () -> Files.isSameFile(file, none));
    Path dangling = link("dangling", "none");
    assertFalse(Files.exists(dangling));
    assertTrue(Files.exists(dangling, LinkOption.NOFOLLOW_LINKS));
    refused(NoSuchFileException.class, dangling, () -> Files.size(dangling));
    assertThrows(
        IOException.class,
        () -> Files.newByteChannel(link, Set.of(LinkOption.NOFOLLOW_LINKS)).close());
    Files.delete(link);
    assertTrue(Files.exists(file));
    if (kind.extended()) {
      Path second = Files.createLink(dir.resolve("second"), file);
      assertEquals("x", Files.readString(second));
      refused(FileAlreadyExistsException.class, second, () -> Files.createLink(second, file));
    } else {
      assertThrows(
          UnsupportedOperationException.class, () -> Files.createLink(dir.resolve("second"), file));
    }
  }

  @Test
  void realPaths() throws IOException {
    Path deep = Files.createDirectories(dir.resolve("a/b"));
    link("link", "a/b");
    assertEquals(deep.toRealPath(), dir.resolve("link/../b/.").toRealPath());
    assertEquals(
        dir.toRealPath().resolve("link"),
        dir.toRealPath().resolve("a/.././link").toRealPath(LinkOption.NOFOLLOW_LINKS));
    assertEquals(
        dir.toRealPath().resolve("link/../b"),
        dir.toRealPath().resolve("link/../b").toRealPath(LinkOption.NOFOLLOW_LINKS));
    Path none = dir.resolve("none");
    assertThrows(NoSuchFileException.class, none::toRealPath);
    assertThrows(NoSuchFileException.class, () -> none.toRealPath(LinkOption.NOFOLLOW_LINKS));
  }

  @Test
  void attributes() throws IOException {
    Path file = file("file", "12345");
    BasicFileAttributes basic = Files.readAttributes(file, BasicFileAttributes.class);
    assertEquals(5, basic.size());
    assertTrue(basic.isRegularFile() && !basic.isOther() && !basic.isDirectory());
    Files.setLastModifiedTime(file, FileTime.fromMillis(1_234_567_000L));
    assertEquals(1_234_567_000L, Files.getLastModifiedTime(file).toMillis());
    Files.setAttribute(file, "lastAccessTime", FileTime.fromMillis(2_000L));
    assertEquals(FileTime.fromMillis(2_000L), Files.getAttribute(file, "basic:lastAccessTime"));
    assertEquals(1_234_567_000L, Files.getLastModifiedTime(file).toMillis());
    Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rwxr-x--x"));
    PosixFileAttributes posix = Files.readAttributes(file, PosixFileAttributes.class);
    assertEquals("rwxr-x--x", PosixFilePermissions.toString(posix.permissions()));
    assertEquals(Files.getOwner(file), posix.owner());
    Map<String, Object> some = Files.readAttributes(file, "posix:size,permissions,isOther");
    assertEquals(Map.of("size", 5L, "permissions", posix.permissions(), "isOther", false), some);
    assertTrue(
        Files.readAttributes(file, "*")
            .keySet()
            .containsAll(List.of("size", "fileKey", "creationTime", "isSymbolicLink")));
    assertTrue(
        Files.readAttributes(file, "posix:*").keySet().containsAll(List.of("size", "group")));
    assertEquals(Set.of("owner"), Files.readAttributes(file, "owner:*").keySet());
    assertThrows(IllegalArgumentException.class, () -> Files.readAttributes(file, "size,nothing"));
    assertThrows(IllegalArgumentException.class, () -> Files.setAttribute(file, "size", 3L));
    assertThrows(UnsupportedOperationException.class, () -> Files.readAttributes(file, "acl5:x"));
    assertThrows(
        NoSuchFileException.class,
        () -> Files.readAttributes(dir.resolve("none"), BasicFileAttributes.class));
    assertNull(
        dir.getFileSystem()
            .provider()
            .readAttributesIfExists(dir.resolve("none"), BasicFileAttributes.class));
    Path made =
        Files.createFile(
            dir.resolve("made"),
            PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("r--------")));
    assertEquals("r--------", PosixFilePermissions.toString(Files.getPosixFilePermissions(made)));
  }

  @Test
  void views() throws IOException {
    Path file = file("file", "x");
    Path link = link("link", "file");
    PosixFileAttributeView view = Files.getFileAttributeView(file, PosixFileAttributeView.class);
    view.setPermissions(PosixFilePermissions.fromString("rw-r-----"));
    view.setTimes(FileTime.fromMillis(5_000), null, null);
    view.setTimes(null, null, null);
    assertEquals(5_000, view.readAttributes().lastModifiedTime().toMillis());
    view.setOwner(view.readAttributes().owner());
    view.setGroup(view.readAttributes().group());
    FileOwnerAttributeView owner = Files.getFileAttributeView(file, FileOwnerAttributeView.class);
    assertEquals(view.getOwner(), owner.getOwner());
    assertEquals(
        view.getOwner(),
        dir.getFileSystem()
            .getUserPrincipalLookupService()
            .lookupPrincipalByName(view.getOwner().getName()));
    assertThrows(
        UserPrincipalNotFoundException.class,
        () ->
            dir.getFileSystem()
                .getUserPrincipalLookupService()
                .lookupPrincipalByName("no such user"));
    assertEquals(List.of("posix", "owner"), List.of(view.name(), owner.name()));
    BasicFileAttributeView itself =
        Files.getFileAttributeView(link, BasicFileAttributeView.class, LinkOption.NOFOLLOW_LINKS);
    assertTrue(itself.readAttributes().isSymbolicLink());
    if (kind.extended()) {
      itself.setTimes(FileTime.fromMillis(9_000), FileTime.fromMillis(9_000), null);
      assertEquals(9_000, itself.readAttributes().lastModifiedTime().toMillis());
    } else {
      assertThrows(
          FileSystemException.class, () -> itself.setTimes(FileTime.fromMillis(9_000), null, null));
    }
    assertEquals(5_000, view.readAttributes().lastModifiedTime().toMillis());
  }

  @Test
  void whatMayBeDone() throws IOException {
    Path file = file("file", "x");
    Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-------"));
    assertTrue(Files.isReadable(file) && Files.isWritable(file));
    assertFalse(Files.isExecutable(file));
    Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rwx------"));
    assertTrue(Files.isExecutable(file));
    assertTrue(Files.isReadable(dir) && Files.isWritable(dir) && Files.isExecutable(dir));
    Path none = dir.resolve("none");
    assertFalse(Files.isReadable(none) || Files.isWritable(none) || Files.isExecutable(none));
    assertTrue(Files.isHidden(dir.resolve(".x")));
    assertFalse(Files.isHidden(file));
    assertTrue(Files.isSameFile(file, dir.resolve("file")));
  }

  @Test
  void stores() throws IOException {
    if (!kind.extended()) {
      assertThrows(FileSystemException.class, () -> Files.getFileStore(dir));
      return;
    }
    FileStore store = Files.getFileStore(dir);
    assertTrue(store.getTotalSpace() > 0 && store.getBlockSize() > 0);
    assertTrue(store.getUsableSpace() <= store.getUnallocatedSpace());
    assertTrue(store.getUnallocatedSpace() <= store.getTotalSpace());
    assertEquals(store.getTotalSpace(), store.getAttribute("totalSpace"));
    assertFalse(store.isReadOnly());
    assertTrue(store.supportsFileAttributeView("posix"));
    assertTrue(store.supportsFileAttributeView(BasicFileAttributeView.class));
    assertThrows(NoSuchFileException.class, () -> Files.getFileStore(dir.resolve("none")));
  }

  @Test
  void manyThreadsShareIt() throws Exception {
    List<Thread> threads = new ArrayList<>();
    boolean[] good = new boolean[16];
    for (int i = 0; i < good.length; i++) {
      int n = i;
      threads.add(
          Thread.ofVirtual()
              .start(
                  () -> {
                    try {
                      Path file = Files.write(dir.resolve("f" + n), random(100_000 + n));
                      good[n] = Arrays.equals(random(100_000 + n), Files.readAllBytes(file));
                    } catch (IOException e) {
                      throw new UncheckedIOException(e);
                    }
                  }));
    }
    for (Thread t : threads) {
      t.join();
    }
    for (boolean g : good) {
      assertTrue(g);
    }
  }
}
