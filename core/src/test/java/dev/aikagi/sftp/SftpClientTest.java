package dev.aikagi.sftp;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.aikagi.Bytes;
import dev.aikagi.wire.WireWriter;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class SftpClientTest {
  private static final Bytes PATH = Bytes.utf8("/a/path");

  private static SftpException refused(FakePeer peer) {
    return assertThrows(SftpException.class, () -> peer.client().stat(PATH));
  }

  /** The connection is over, and the reason is known to whoever comes later. */
  private static void ended(FakePeer peer, SftpException e, SftpStatus status, String words) {
    assertEquals(status, e.status(), e.toString());
    assertTrue(String.valueOf(e.getMessage()).contains(words), e.toString());
    SftpException later = refused(peer);
    assertEquals(SftpStatus.NO_CONNECTION, later.status());
    assertTrue(String.valueOf(later.getMessage()).contains(words), later.toString());
    assertFalse(peer.client().isOpen());
  }

  @Test
  @Tag("F2")
  void anAnswerThatNobodyWaitsForEndsTheConnection() throws IOException {
    try (FakePeer peer =
        FakePeer.start(
            p -> {
              SftpRequest r = p.request();
              p.send(new SftpReply.Status(r.id() + 1, 0, "", ""));
              p.receive();
            })) {
      ended(peer, refused(peer), SftpStatus.BAD_MESSAGE, "which nobody waits for");
    }
  }

  @Test
  @Tag("F2")
  void asDoesOneThatComesTwice() throws IOException {
    try (FakePeer peer =
        FakePeer.start(
            p -> {
              SftpRequest r = p.request();
              p.send(new SftpReply.Attrs(r.id(), FileAttributes.NONE));
              SftpRequest second = p.request();
              p.send(new SftpReply.Attrs(r.id(), FileAttributes.NONE));
              p.send(new SftpReply.Attrs(second.id(), FileAttributes.NONE));
              p.receive();
            })) {
      assertEquals(FileAttributes.NONE, peer.client().stat(PATH));
      ended(peer, refused(peer), SftpStatus.BAD_MESSAGE, "which nobody waits for");
    }
  }

  @Test
  @Tag("F2")
  void anAnswerOfAnotherKindEndsTheConnection() throws IOException {
    try (FakePeer peer =
        FakePeer.start(
            p -> {
              p.send(new SftpReply.Handle(p.request().id(), Bytes.utf8("h")));
              p.receive();
            })) {
      ended(peer, refused(peer), SftpStatus.BAD_MESSAGE, "an answer of type 102 to stat");
    }
  }

  @Test
  @Tag("F2")
  void aNameThatIsNotThereIsNotTaken() throws IOException {
    for (String[] names : new String[][] {{}, {"/a", "/b"}}) {
      try (FakePeer peer =
          FakePeer.start(
              p -> {
                p.send(FakePeer.name(p.request(), names));
                p.receive();
              })) {
        SftpException e = assertThrows(SftpException.class, () -> peer.client().realPath(PATH));
        ended(peer, e, SftpStatus.BAD_MESSAGE, names.length + " names in the answer");
      }
    }
  }

  @Test
  @Tag("F2")
  void lengthsThatLieEndTheConnection() throws IOException {
    WireWriter huge = new WireWriter().writeUint32(Limits.MAX_PACKET + 1L);
    WireWriter many = new WireWriter();
    many.writeString(
        new WireWriter().writeByte(SftpReply.Name.NUMBER).writeUint32(0).writeUint32(0xffff_ffffL));
    for (WireWriter bad : List.of(huge, many)) {
      try (FakePeer peer =
          FakePeer.start(
              p -> {
                p.request();
                p.raw(bad.toArray());
                p.receive();
              })) {
        SftpException e = assertThrows(SftpException.class, () -> peer.client().realPath(PATH));
        assertFalse(peer.client().isOpen(), e.toString());
      }
    }
  }

  @Test
  void theEndOfTheConnectionWakesAllWhoWait() throws Exception {
    int waiting = 20;
    try (FakePeer peer =
            FakePeer.start(
                p -> {
                  for (int i = 0; i < waiting; i++) {
                    p.request();
                  }
                });
        ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
      List<Future<SftpException>> all = new ArrayList<>();
      for (int i = 0; i < waiting; i++) {
        all.add(threads.submit(() -> refused(peer)));
      }
      for (Future<SftpException> one : all) {
        assertEquals(SftpStatus.CONNECTION_LOST, one.get().status());
        assertEquals("stat", one.get().operation());
        assertEquals(PATH, one.get().path());
      }
    }
  }

  @Test
  void aServerThatSaysNothingIsGivenUp() throws IOException {
    SftpClientOptions options = FakePeer.options().withRequestTimeout(Duration.ofMillis(50));
    try (FakePeer peer =
        FakePeer.start(
            FakePeer.version(),
            options,
            p -> {
              p.request();
              p.receive();
            })) {
      ended(peer, refused(peer), SftpStatus.CONNECTION_LOST, "no answer within 50 ms");
    }
  }

  @Test
  void closingEndsWhoWaits() throws Exception {
    try (FakePeer peer =
            FakePeer.start(
                p -> {
                  p.request();
                  p.client().close();
                  p.receive();
                });
        ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
      Callable<SftpException> call = () -> refused(peer);
      assertTrue(String.valueOf(threads.submit(call).get().getMessage()).contains("closed here"));
    }
  }

  @Test
  void answersMayComeInAnyOrder() throws Exception {
    int calls = 100;
    try (FakePeer peer =
            FakePeer.start(
                p -> {
                  List<SftpRequest> all = new ArrayList<>();
                  for (int i = 0; i < calls; i++) {
                    all.add(p.request());
                  }
                  Collections.reverse(all);
                  for (SftpRequest r : all) {
                    String path = ((SftpRequest.Realpath) r).path().utf8();
                    p.send(FakePeer.name(r, "/real" + path));
                  }
                  p.receive();
                });
        ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
      List<Future<Bytes>> all = new ArrayList<>();
      for (int i = 0; i < calls; i++) {
        Bytes path = Bytes.utf8("/" + i);
        all.add(threads.submit(() -> peer.client().realPath(path)));
      }
      for (int i = 0; i < calls; i++) {
        assertEquals(Bytes.utf8("/real/" + i), all.get(i).get());
      }
    }
  }

  @Test
  void theServersWordsAreTold() throws IOException {
    try (FakePeer peer =
        FakePeer.start(
            p -> {
              p.send(new SftpReply.Status(p.request().id(), 3, "not\nyou", ""));
              p.send(new SftpReply.Status(p.request().id(), 11, "", ""));
              p.receive();
            })) {
      SftpException denied = refused(peer);
      assertEquals(SftpStatus.PERMISSION_DENIED, denied.status());
      assertEquals("stat \"/a/path\": Permission denied (not\\012you)", denied.getMessage());
      assertEquals("not\nyou", denied.detail());
      SftpException other = refused(peer);
      assertEquals(SftpStatus.FAILURE, other.status());
      assertEquals("status 11", other.detail());
      assertTrue(peer.client().isOpen());
    }
  }

  @Test
  void anotherVersionIsRefused() {
    for (SftpMessage hello :
        List.of(
            new SftpMessage.Version(2, List.of()),
            new SftpMessage.Version(6, List.of()),
            new SftpReply.Status(0, 0, "", ""))) {
      assertThrows(
          SftpException.class,
          () -> FakePeer.start(hello, FakePeer.options(), FakePeer::receive).close());
    }
  }

  @Test
  void aServerThatEndsBeforeItsVersionIsTold() {
    SftpException e =
        assertThrows(
            SftpException.class,
            () ->
                SftpClient.over(
                    java.io.InputStream.nullInputStream(),
                    java.io.OutputStream.nullOutputStream(),
                    FakePeer.options()));
    assertEquals("version exchange", e.operation());
  }

  /** Without the extension it is not asked for. */
  @Test
  void whatIsNotAnnouncedIsUnsupported() throws IOException {
    try (FakePeer peer = FakePeer.start(FakePeer::receive)) {
      SftpClient c = peer.client();
      List<org.junit.jupiter.api.function.Executable> calls =
          List.of(
              () -> c.lsetStat(PATH, FileAttributes.NONE),
              () -> c.hardLink(PATH, PATH),
              () -> c.statvfs(PATH),
              () -> c.homeDirectory(PATH),
              () -> c.userNames(List.of(0L)),
              () -> c.groupNames(List.of(0L)),
              () -> c.expandPath(Bytes.utf8("~x")),
              () -> c.rename(PATH, PATH, SftpClient.RenameMode.REPLACE));
      for (org.junit.jupiter.api.function.Executable call : calls) {
        SftpException e = assertThrows(SftpException.class, call);
        assertEquals(SftpStatus.OP_UNSUPPORTED, e.status());
        assertTrue(e.detail().contains("does not announce"), e.toString());
      }
      assertEquals(new Limits(0, 0, 0, 0), c.limits());
      assertEquals(32 * 1024, c.readBlock());
    }
  }

  /** Another version of an extension is another extension. */
  @Test
  void anExtensionHasAVersion() throws IOException {
    SftpMessage.Version hello =
        new SftpMessage.Version(
            3,
            List.of(
                new SftpMessage.ExtensionPair(SftpExtension.STATVFS.wireName(), Bytes.utf8("1"))));
    try (FakePeer peer = FakePeer.start(hello, FakePeer.options(), FakePeer::receive)) {
      assertFalse(peer.client().supports(SftpExtension.STATVFS));
      assertEquals(List.of("statvfs@openssh.com 1"), peer.client().announced());
    }
  }

  @Test
  void limitsAreAskedForAndKept() throws IOException {
    try (FakePeer peer =
        FakePeer.start(
            FakePeer.version(SftpExtension.LIMITS),
            FakePeer.options(),
            p -> {
              SftpRequest r = p.request();
              WireWriter w = new WireWriter();
              new Limits(40_000, 1L << 62, 65_536, 7).write(w);
              p.send(new SftpReply.ExtendedReply(r.id(), w.toBytes()));
              p.receive();
            })) {
      assertEquals(7, peer.client().limits().maxOpenHandles());
      assertEquals(40_000 - 1024, peer.client().readBlock());
      assertEquals(40_000 - 1024, peer.client().writeBlock());
    }
  }

  @Test
  void renameIsWhatWasChosen() throws IOException {
    List<String> seen = Collections.synchronizedList(new ArrayList<>());
    try (FakePeer peer =
        FakePeer.start(
            FakePeer.version(SftpExtension.POSIX_RENAME),
            FakePeer.options(),
            p -> {
              for (int i = 0; i < 3; i++) {
                SftpRequest r = p.request();
                seen.add(r.getClass().getSimpleName());
                p.send(FakePeer.status(r, SftpStatus.OK));
              }
              p.receive();
            })) {
      for (SftpClient.RenameMode mode : SftpClient.RenameMode.values()) {
        peer.client().rename(PATH, PATH, mode);
      }
      assertEquals(List.of("Extended", "Extended", "Rename"), seen);
    }
  }

  @Test
  void symlinkHasOpenSshsOrder() throws IOException {
    try (FakePeer peer =
        FakePeer.start(
            p -> {
              SftpRequest.Symlink r = (SftpRequest.Symlink) p.request();
              boolean right =
                  r.targetpath().equals(Bytes.utf8("target")) && r.linkpath().equals(PATH);
              p.send(FakePeer.status(r, right ? SftpStatus.OK : SftpStatus.FAILURE));
              p.receive();
            })) {
      peer.client().symlink(Bytes.utf8("target"), PATH);
    }
  }

  @Test
  void anEndlessListingDoesNotFillTheMemoryAndCanBeLeft() throws IOException {
    try (FakePeer peer =
        FakePeer.start(
            p -> {
              p.send(new SftpReply.Handle(p.request().id(), Bytes.utf8("h")));
              for (SftpRequest r = p.request(); ; r = p.request()) {
                p.send(
                    r instanceof SftpRequest.Readdir
                        ? FakePeer.name(r, "same", "same")
                        : FakePeer.status(r, SftpStatus.OK));
              }
            })) {
      try (DirectoryListing list = peer.client().list(PATH)) {
        for (int i = 0; i < 5000; i++) {
          assertEquals(Bytes.utf8("same"), list.next().orElseThrow().name());
        }
      }
      peer.client().remove(PATH);
    }
  }

  /** OpenSSH's sftp-server is killed by SIGPIPE where the answer to the last close is not taken. */
  @Test
  void theLastAnswerIsTakenThoughNobodyWaitsForIt() throws Exception {
    CountDownLatch taken = new CountDownLatch(1);
    try (FakePeer peer =
        FakePeer.start(
            p -> {
              p.send(new SftpReply.Handle(p.request().id(), Bytes.utf8("h")));
              SftpRequest close = p.request();
              assertEquals(Optional.empty(), p.receive());
              p.send(FakePeer.status(close, SftpStatus.OK));
              taken.countDown();
            })) {
      peer.client().open(PATH).closeUnheard();
      peer.client().close();
      assertTrue(taken.await(20, TimeUnit.SECONDS), "the client was gone");
    }
  }

  @Test
  void aListingEndsWithEofOrWithNoNames() throws IOException {
    for (boolean eof : new boolean[] {true, false}) {
      try (FakePeer peer =
          FakePeer.start(
              p -> {
                p.send(new SftpReply.Handle(p.request().id(), Bytes.utf8("h")));
                p.send(FakePeer.name(p.request(), "a\nb", "c"));
                for (SftpRequest r = p.request(); ; r = p.request()) {
                  if (r instanceof SftpRequest.Close) {
                    p.send(FakePeer.status(r, SftpStatus.OK));
                  } else {
                    p.send(eof ? FakePeer.status(r, SftpStatus.EOF) : FakePeer.name(r));
                  }
                }
              })) {
        try (DirectoryListing list = peer.client().list(PATH)) {
          assertEquals(Bytes.utf8("a\nb"), list.next().orElseThrow().name());
          assertEquals(Bytes.utf8("c"), list.next().orElseThrow().name());
          assertEquals(Optional.empty(), list.next());
          assertEquals(Optional.empty(), list.next());
        }
      }
    }
  }

  @Test
  void aRefusalInAListingIsTold() throws IOException {
    try (FakePeer peer =
        FakePeer.start(
            p -> {
              p.send(new SftpReply.Handle(p.request().id(), Bytes.utf8("h")));
              p.send(FakePeer.status(p.request(), SftpStatus.PERMISSION_DENIED));
              p.send(FakePeer.status(p.request(), SftpStatus.OK));
              p.receive();
            })) {
      try (DirectoryListing list = peer.client().list(PATH)) {
        SftpException e = assertThrows(SftpException.class, list::next);
        assertEquals(SftpStatus.PERMISSION_DENIED, e.status());
      }
    }
  }

  /** What a thread no longer waits for is thrown away, and a handle among it closed. */
  @Test
  void anInterruptEndsOneWaitOnly() throws Exception {
    Set<String> closed = Collections.synchronizedSet(new HashSet<>());
    CountDownLatch asked = new CountDownLatch(1);
    CountDownLatch seen = new CountDownLatch(1);
    CountDownLatch left = new CountDownLatch(1);
    try (FakePeer peer =
        FakePeer.start(
            p -> {
              SftpRequest open = p.request();
              asked.countDown();
              try {
                left.await();
              } catch (InterruptedException e) {
                throw new IOException(e);
              }
              p.send(new SftpReply.Handle(open.id(), Bytes.utf8("forgotten")));
              for (int i = 0; i < 2; i++) {
                SftpRequest r = p.request();
                if (r instanceof SftpRequest.Close c) {
                  closed.add(c.handle().utf8());
                  p.send(FakePeer.status(r, SftpStatus.OK));
                  seen.countDown();
                } else {
                  p.send(new SftpReply.Attrs(r.id(), FileAttributes.NONE));
                }
              }
              p.receive();
            })) {
      Thread opener =
          Thread.ofVirtual()
              .start(
                  () ->
                      assertThrows(
                          java.io.InterruptedIOException.class, () -> peer.client().open(PATH)));
      asked.await();
      opener.interrupt();
      opener.join();
      left.countDown();
      assertEquals(FileAttributes.NONE, peer.client().stat(PATH));
      seen.await();
    }
    assertEquals(Set.of("forgotten"), closed);
  }
}
