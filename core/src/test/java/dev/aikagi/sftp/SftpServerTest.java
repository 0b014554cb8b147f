package dev.aikagi.sftp;

import static dev.aikagi.sftp.ServerTalk.FIRST_HANDLE;
import static dev.aikagi.sftp.ServerTalk.extended;
import static dev.aikagi.sftp.ServerTalk.handle;
import static dev.aikagi.sftp.ServerTalk.open;
import static dev.aikagi.sftp.ServerTalk.path;
import static dev.aikagi.sftp.ServerTalk.status;
import static dev.aikagi.sftp.ServerTalk.write;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.google.common.jimfs.Configuration;
import com.google.common.jimfs.Jimfs;
import dev.aikagi.Bytes;
import dev.aikagi.MalformedException;
import dev.aikagi.wire.WireWriter;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.FileSystem;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class SftpServerTest {
  private static final SftpServerOptions READ_ONLY = SftpServerOptions.DEFAULT.withReadOnly(true);

  private FileSystem memory;
  private Path root;
  private NioServedFiles files;

  @BeforeEach
  void makeFiles() throws IOException {
    memory =
        Jimfs.newFileSystem(
            Configuration.unix().toBuilder().setAttributeViews("basic", "posix", "unix").build());
    root = Files.createDirectory(memory.getPath("/root"));
    Files.writeString(root.resolve("file"), "hello");
    Files.createDirectory(root.resolve("folder"));
    files = new NioServedFiles(root);
  }

  @AfterEach
  void forgetFiles() throws IOException {
    memory.close();
  }

  private ServerTalk talk() {
    return talk(SftpServerOptions.DEFAULT);
  }

  private ServerTalk talk(SftpServerOptions options) {
    return new ServerTalk(files, options);
  }

  private static void serve(ServedFiles files, byte[] stream) throws IOException {
    new SftpServer(files, SftpServerOptions.DEFAULT)
        .serve(new ByteArrayInputStream(stream), new ByteArrayOutputStream());
  }

  private static byte[] framed(SftpMessage... messages) {
    WireWriter w = new WireWriter();
    for (SftpMessage message : messages) {
      message.writeFramed(w);
    }
    return w.toArray();
  }

  @Test
  void aFileIsWrittenReadAndClosed() throws IOException {
    List<SftpMessage> replies =
        talk()
            .say(
                open("new", OpenFlag.READ, OpenFlag.WRITE, OpenFlag.CREATE),
                write(FIRST_HANDLE, 3, "abc"),
                new SftpRequest.Read(7, FIRST_HANDLE, 2, 100),
                new SftpRequest.Read(8, FIRST_HANDLE, 6, 100),
                new SftpRequest.Read(9, FIRST_HANDLE, 6, 0),
                new SftpRequest.Fstat(10, FIRST_HANDLE),
                new SftpRequest.Close(11, FIRST_HANDLE))
            .replies();
    assertEquals(new SftpReply.Handle(1, FIRST_HANDLE), replies.get(0));
    assertEquals(SftpStatus.OK, status(replies.get(1)));
    assertEquals(new SftpReply.Data(7, Bytes.utf8("\0abc")), replies.get(2));
    assertEquals(SftpStatus.EOF, status(replies.get(3)));
    assertEquals(new SftpReply.Data(9, Bytes.EMPTY), replies.get(4));
    SftpReply.Attrs attrs = assertInstanceOf(SftpReply.Attrs.class, replies.get(5));
    assertEquals(6, attrs.attrs().size().orElseThrow());
    assertTrue(attrs.attrs().isRegularFile());
    assertEquals(SftpStatus.OK, status(replies.get(6)));
    assertEquals("\0\0\0abc", Files.readString(root.resolve("new")));
  }

  @Test
  void whatIsAppendedGoesToTheEnd() throws IOException {
    talk()
        .say(
            open("file", OpenFlag.WRITE, OpenFlag.APPEND),
            write(FIRST_HANDLE, 0, " world"),
            write(FIRST_HANDLE, 0, "!"))
        .replies();
    assertEquals("hello world!", Files.readString(root.resolve("file")));
  }

  @Test
  void nothingIsSaidBeforeInitAndInitOnce() {
    assertThrows(
        MalformedException.class,
        () -> serve(files, framed(new SftpRequest.Stat(1, path("file")))));
    SftpMessage init = new SftpMessage.Init(3, List.of());
    assertThrows(MalformedException.class, () -> serve(files, framed(init, init)));
    // Replies are no requests.
    assertThrows(
        MalformedException.class,
        () -> serve(files, framed(new SftpMessage.Version(3, List.of()))));
  }

  @Test
  void whatIsNotKnownIsNotSupported() throws IOException {
    byte[] strange = {0, 0, 0, 5, 99, 0, 0, 0, 7};
    WireWriter w = new WireWriter();
    new SftpMessage.Init(3, List.of()).writeFramed(w);
    w.writeRaw(strange);
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    new SftpServer(files, SftpServerOptions.DEFAULT)
        .serve(new ByteArrayInputStream(w.toArray()), out);
    byte[] end = framed(SftpVisit.status(7, SftpStatus.OP_UNSUPPORTED));
    byte[] all = out.toByteArray();
    assertEquals(
        Bytes.of(end), Bytes.of(Arrays.copyOfRange(all, all.length - end.length, all.length)));
    assertEquals(
        SftpStatus.OP_UNSUPPORTED,
        talk().say(extended(new ExtendedRequest.Unknown("x@y", Bytes.EMPTY))).lastStatus());
  }

  /** Every request, cut short at every byte and made one byte too long, is refused or answered. */
  @Test
  void noTruncationGetsThrough() throws IOException {
    SftpSamples samples = new SftpSamples(7);
    byte[] init = framed(new SftpMessage.Init(3, List.of()));
    for (Class<?> type : SftpSamples.records(SftpRequest.class)) {
      for (int round = 0; round < 20; round++) {
        WireWriter body = new WireWriter();
        ((SftpMessage) samples.make(type)).write(body);
        byte[] whole = body.toArray();
        for (int length = 0; length <= whole.length + 1; length++) {
          boolean sound = tried(init, Arrays.copyOf(whole, length));
          // An extension that is not known may have anything behind its name.
          assertTrue(
              length == whole.length || !sound || type == SftpRequest.Extended.class,
              type + " of " + length + " bytes instead of " + whole.length);
        }
      }
    }
  }

  private boolean tried(byte[] init, byte[] message) {
    WireWriter w = new WireWriter().writeRaw(init).writeString(message);
    try {
      serve(new NowhereFiles(), w.toArray());
      return true;
    } catch (MalformedException | SftpException e) {
      return false;
    } catch (IOException e) {
      throw new AssertionError(e);
    }
  }

  @Test
  @Tag("F4")
  void lengthsThatCannotBeEndTheConnection() {
    byte[] init = framed(new SftpMessage.Init(3, List.of()));
    for (int length : new int[] {0, Limits.MAX_PACKET + 1, 1 << 30, 0x7fff_ffff, 1 << 31, -1}) {
      WireWriter w = new WireWriter().writeRaw(init).writeUint32(length & 0xffff_ffffL);
      w.writeRaw(new byte[100]);
      SftpException e = assertThrows(SftpException.class, () -> serve(files, w.toArray()));
      assertEquals(SftpStatus.BAD_MESSAGE, e.status());
    }
  }

  @Test
  @Tag("F4")
  void readsAndWritesOfEveryLengthStayInBounds() throws IOException {
    ServerTalk talk = talk().say(open("file", OpenFlag.READ, OpenFlag.WRITE));
    talk.say(new SftpRequest.Read(1, FIRST_HANDLE, 0, 0xffff_ffffL));
    talk.say(new SftpRequest.Read(1, FIRST_HANDLE, Long.MAX_VALUE, 10));
    talk.say(new SftpRequest.Read(1, FIRST_HANDLE, 1, 1L << 31));
    List<SftpMessage> replies = talk.replies();
    assertEquals(new SftpReply.Data(1, Bytes.utf8("hello")), replies.get(1));
    assertEquals(SftpStatus.EOF, status(replies.get(2)));
    assertEquals(new SftpReply.Data(1, Bytes.utf8("ello")), replies.get(3));
    // An offset beyond all files, which no record can hold.
    byte[] read = framed(new SftpRequest.Read(1, FIRST_HANDLE, 0, 10));
    read[read.length - 12] = (byte) 0x80;
    byte[] stream =
        new WireWriter()
            .writeRaw(framed(new SftpMessage.Init(3, List.of()), open("file", OpenFlag.READ)))
            .writeRaw(read)
            .toArray();
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    new SftpServer(files, SftpServerOptions.DEFAULT).serve(new ByteArrayInputStream(stream), out);
    assertTrue(out.toString(java.nio.charset.StandardCharsets.ISO_8859_1).contains("Bad message"));
  }

  @Test
  @Tag("F4")
  void handlesThatAreNoneAreRefused() throws IOException {
    ServerTalk talk =
        talk()
            .say(
                open("file", OpenFlag.READ, OpenFlag.WRITE),
                new SftpRequest.Opendir(2, path("folder")));
    Bytes folder = handle(1, 2);
    // Of the other kind.
    assertEquals(SftpStatus.FAILURE, talk.say(new SftpRequest.Read(1, folder, 0, 10)).lastStatus());
    assertEquals(SftpStatus.FAILURE, talk.say(write(folder, 0, "x")).lastStatus());
    assertEquals(
        SftpStatus.FAILURE, talk.say(new SftpRequest.Readdir(1, FIRST_HANDLE)).lastStatus());
    assertEquals(
        SftpStatus.FAILURE,
        talk.say(new SftpRequest.Fsetstat(1, folder, FileAttributes.NONE)).lastStatus());
    // Forged: the next place, the next number, another length.
    for (Bytes forged :
        List.of(
            handle(0, 2),
            handle(2, 3),
            handle(-1 >>> 1, 1),
            Bytes.EMPTY,
            Bytes.of(new byte[4]),
            Bytes.of(new byte[256]))) {
      assertEquals(SftpStatus.FAILURE, talk.say(write(forged, 0, "x")).lastStatus());
      assertEquals(SftpStatus.FAILURE, talk.say(new SftpRequest.Readdir(1, forged)).lastStatus());
      assertEquals(
          SftpStatus.NO_SUCH_FILE, talk.say(new SftpRequest.Close(1, forged)).lastStatus());
    }
    // Stale, when something else has its place.
    talk.say(new SftpRequest.Close(1, FIRST_HANDLE), open("new", OpenFlag.WRITE, OpenFlag.CREATE));
    assertEquals(new SftpReply.Handle(1, handle(0, 3)), talk.last());
    assertEquals(SftpStatus.FAILURE, talk.say(write(FIRST_HANDLE, 0, "x")).lastStatus());
    assertEquals(
        SftpStatus.NO_SUCH_FILE, talk.say(new SftpRequest.Close(1, FIRST_HANDLE)).lastStatus());
    assertEquals(SftpStatus.OK, talk.say(write(handle(0, 3), 0, "x")).lastStatus());
  }

  @Test
  @Tag("F4")
  void openFilesAreLimited() throws IOException {
    ServerTalk talk = talk(SftpServerOptions.DEFAULT.withMaxHandles(3));
    talk.say(open("file"), new SftpRequest.Opendir(1, path("folder")), open("file"));
    assertEquals(SftpStatus.OK, talk.lastStatus());
    assertEquals(SftpStatus.FAILURE, talk.say(open("file")).lastStatus());
    assertEquals(
        SftpStatus.FAILURE, talk.say(new SftpRequest.Opendir(1, path("folder"))).lastStatus());
    assertEquals(
        SftpStatus.OK, talk.say(new SftpRequest.Close(1, handle(1, 2)), open("file")).lastStatus());
  }

  /** CVE-2017-15906 and its kind. */
  @Test
  @Tag("F4")
  void nothingWritesWhereOnlyReadingIsAllowed() throws IOException {
    for (int bits = 0; bits < 64; bits++) {
      Set<OpenFlag> flags = OpenFlag.of(bits);
      boolean reads = Set.of(OpenFlag.READ, OpenFlag.EXCLUSIVE).containsAll(flags);
      SftpRequest open = new SftpRequest.Open(1, path("file"), flags, FileAttributes.NONE);
      assertEquals(
          reads ? SftpStatus.OK : SftpStatus.PERMISSION_DENIED,
          talk(READ_ONLY).say(open).lastStatus(),
          flags.toString());
      SftpRequest make = new SftpRequest.Open(1, path("none"), flags, FileAttributes.NONE);
      talk(READ_ONLY).say(make).replies();
    }
    FileAttributes mode = FileAttributes.NONE.withPermissions(0777);
    Bytes file = path("file");
    Bytes other = path("other");
    List<SftpRequest> writing =
        List.of(
            write(FIRST_HANDLE, 0, "x"),
            new SftpRequest.Setstat(1, file, mode),
            new SftpRequest.Setstat(1, file, FileAttributes.NONE.withSize(0)),
            new SftpRequest.Fsetstat(1, FIRST_HANDLE, mode),
            new SftpRequest.Remove(1, file),
            new SftpRequest.Mkdir(1, other, FileAttributes.NONE),
            new SftpRequest.Rmdir(1, path("folder")),
            new SftpRequest.Rename(1, file, other),
            new SftpRequest.Symlink(1, file, other),
            extended(new ExtendedRequest.PosixRename(file, other)),
            extended(new ExtendedRequest.Hardlink(file, other)),
            extended(new ExtendedRequest.Fsync(FIRST_HANDLE)),
            extended(new ExtendedRequest.Lsetstat(file, mode)),
            extended(new ExtendedRequest.CopyData(FIRST_HANDLE, 0, 0, handle(1, 2), 0)));
    for (SftpRequest request : writing) {
      ServerTalk talk = talk(READ_ONLY).say(open("file"), open("file"), request);
      assertEquals(SftpStatus.PERMISSION_DENIED, talk.lastStatus(), request.toString());
    }
    assertEquals("hello", Files.readString(root.resolve("file")));
    assertTrue(Files.notExists(root.resolve("none")));
    assertTrue(Files.notExists(root.resolve("other")));
  }

  @Test
  @Tag("F4")
  void onlyWhatIsPermittedIsDoneAndAnnounced() throws IOException {
    SftpServerOptions some =
        SftpServerOptions.DEFAULT
            .withAllowed(Set.of(SftpOperation.STAT, SftpOperation.OPEN, SftpOperation.STATVFS))
            .withDenied(Set.of(SftpOperation.STAT));
    assertEquals(
        SftpStatus.PERMISSION_DENIED,
        talk(some).say(new SftpRequest.Stat(1, path("file"))).lastStatus());
    assertEquals(
        SftpStatus.PERMISSION_DENIED,
        talk(some).say(new SftpRequest.Lstat(1, path("file"))).lastStatus());
    assertEquals(
        SftpStatus.PERMISSION_DENIED,
        talk(some).say(open("file"), new SftpRequest.Read(1, FIRST_HANDLE, 0, 1)).lastStatus());
    assertEquals(SftpStatus.OK, talk(some).say(open("file")).lastStatus());
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    new SftpServer(files, some)
        .serve(new ByteArrayInputStream(framed(new SftpMessage.Init(3, List.of()))), out);
    byte[] version = out.toByteArray();
    assertEquals(
        new SftpMessage.Version(
            3, List.of(new SftpMessage.ExtensionPair("statvfs@openssh.com", Bytes.utf8("2")))),
        SftpMessageReader.read(Arrays.copyOfRange(version, 4, version.length)));
  }

  /** 5a5e477 of OpenSSH: it would grow until the disk is full. */
  @Test
  @Tag("F4")
  void aFileIsNotCopiedOntoItself() throws IOException {
    Files.createLink(root.resolve("same"), root.resolve("file"));
    ServerTalk talk =
        talk()
            .say(
                open("file", OpenFlag.READ, OpenFlag.WRITE),
                open("same", OpenFlag.READ, OpenFlag.WRITE),
                open("copy", OpenFlag.WRITE, OpenFlag.CREATE));
    for (Bytes to : List.of(FIRST_HANDLE, handle(1, 2))) {
      ExtendedRequest copy = new ExtendedRequest.CopyData(FIRST_HANDLE, 0, 0, to, 3);
      assertEquals(SftpStatus.FAILURE, talk.say(extended(copy)).lastStatus());
    }
    ExtendedRequest copy = new ExtendedRequest.CopyData(FIRST_HANDLE, 1, 3, handle(2, 3), 2);
    assertEquals(SftpStatus.OK, talk.say(extended(copy)).lastStatus());
    assertEquals("hello", Files.readString(root.resolve("file")));
    assertEquals("\0\0ell", Files.readString(root.resolve("copy")));
  }

  @Test
  @Tag("F1")
  void aNameWithANulIsNone() throws IOException {
    for (String name : List.of("file\0x", "\0", "fol\0der/x")) {
      assertEquals(
          SftpStatus.BAD_MESSAGE, talk().say(new SftpRequest.Remove(1, path(name))).lastStatus());
      assertEquals(
          SftpStatus.BAD_MESSAGE,
          talk().say(new SftpRequest.Rename(1, path("file"), path(name))).lastStatus());
      assertEquals(
          SftpStatus.BAD_MESSAGE, talk().say(new SftpRequest.Realpath(1, path(name))).lastStatus());
    }
    assertEquals(
        SftpStatus.NO_SUCH_FILE, talk().say(new SftpRequest.Remove(1, path(""))).lastStatus());
    assertTrue(Files.exists(root.resolve("file")));
  }

  /** Nothing that is told of a failure is more than its number. */
  @Test
  void aFailureTellsItsNumberAlone() throws IOException {
    SftpReply.Status reply =
        assertInstanceOf(
            SftpReply.Status.class, talk().say(new SftpRequest.Stat(1, path("none"))).last());
    assertEquals(SftpStatus.NO_SUCH_FILE.text(), reply.message());
  }

  @Test
  void theObserverLearnsWhatWasDone() throws IOException {
    List<SftpServerEvent> events = new ArrayList<>();
    talk(SftpServerOptions.DEFAULT.withObserver(events::add).withDenied(Set.of(SftpOperation.STAT)))
        .say(
            open("file", OpenFlag.READ, OpenFlag.WRITE),
            new SftpRequest.Read(1, FIRST_HANDLE, 0, 3),
            write(FIRST_HANDLE, 0, "HE"),
            new SftpRequest.Close(1, FIRST_HANDLE),
            new SftpRequest.Stat(1, path("file")),
            new SftpRequest.Remove(1, path("none")),
            new SftpRequest.Opendir(1, path("folder")))
        .replies();
    assertEquals(
        List.of(
            "Started OK",
            "open file OK",
            "close file OK",
            "closed file 3 2 false",
            "stat DENIED",
            "remove none NO_SUCH_FILE",
            "opendir folder OK",
            "closed folder 0 0 true"),
        events.stream().map(SftpServerTest::text).toList());
  }

  private static String text(SftpServerEvent event) {
    return switch (event) {
      case SftpServerEvent.Started s -> "Started OK";
      case SftpServerEvent.Performed p ->
          p.operation().requestName() + " " + p.path().utf8() + " " + p.result();
      case SftpServerEvent.Refused r -> r.operation().requestName() + " " + r.reason();
      case SftpServerEvent.Closed c ->
          "closed "
              + c.path().utf8()
              + " "
              + c.bytesRead()
              + " "
              + c.bytesWritten()
              + " "
              + c.forced();
      case SftpServerEvent.Unknown u -> "unknown " + u.type();
    };
  }

  @Test
  void namesComeInRepliesThatEveryClientTakes() throws IOException {
    Set<String> wanted = new java.util.TreeSet<>();
    for (int i = 0; i < 1000; i++) {
      String name = "a-long-name-".repeat(10) + i;
      Files.createFile(root.resolve("folder").resolve(name));
      wanted.add(name);
    }
    ServerTalk talk = talk().say(new SftpRequest.Opendir(1, path("folder")));
    for (int i = 0; i < 20; i++) {
      talk.say(new SftpRequest.Readdir(1, FIRST_HANDLE));
    }
    Set<String> found = new java.util.TreeSet<>();
    List<SftpMessage> replies = talk.replies();
    for (SftpMessage reply : replies) {
      assertTrue(framed(reply).length <= 34_000);
      if (reply instanceof SftpReply.Name names) {
        names.entries().forEach(e -> assertTrue(found.add(e.name().utf8())));
      }
    }
    assertEquals(wanted, found);
    assertEquals(SftpStatus.EOF, status(replies.getLast()));
  }

  /** Replies that nobody reads stop the server; until then many leave together. */
  @Test
  void repliesLeaveTogetherButNotTooMany() throws IOException {
    int[] writes = {0};
    int[] open = {0};
    WireWriter w = new WireWriter();
    new SftpMessage.Init(3, List.of()).writeFramed(w);
    for (int i = 0; i < 1000; i++) {
      new SftpRequest.Stat(i, path("file")).writeFramed(w);
    }
    OutputStream out =
        new OutputStream() {
          @Override
          public void write(int b) {
            throw new AssertionError("byte by byte");
          }

          @Override
          public void write(byte[] source, int offset, int length) {
            writes[0]++;
            int replies = 0;
            for (int at = offset; at < offset + length; replies++) {
              at += 4 + Numbers.readInt(source, at);
            }
            open[0] = Math.max(open[0], replies);
          }
        };
    new SftpServer(files, SftpServerOptions.DEFAULT).serve(InputStream.nullInputStream(), out);
    new SftpServer(files, SftpServerOptions.DEFAULT)
        .serve(new ByteArrayInputStream(w.toArray()), out);
    assertEquals(SftpServerOptions.MAX_UNANSWERED, open[0]);
    assertTrue(writes[0] <= 10, writes[0] + " writes");
  }
}
