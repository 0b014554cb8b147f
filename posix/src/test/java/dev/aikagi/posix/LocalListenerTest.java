package dev.aikagi.posix;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Optional;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(30)
class LocalListenerTest {
  @TempDir private Path folder;

  @Test
  @Tag("G4")
  void theSocketIsItsOwnersAndSaysWhoConnects() throws Exception {
    Path name = folder.resolve("s");
    try (LocalListener listener = LocalListener.bound(name);
        SocketChannel client = SocketChannel.open(UnixDomainSocketAddress.of(name));
        LocalSocket accepted = listener.accept(5_000).orElseThrow()) {
      assertEquals("rw-------", PosixFilePermissions.toString(Files.getPosixFilePermissions(name)));
      assertEquals(User.effectiveId(), accepted.peerUser());
      assertEquals(Optional.of(name), listener.name());
      client.write(ByteBuffer.wrap(new byte[] {1, 2}));
      byte[] got = new byte[4];
      assertEquals(2, accepted.receive(got, 0, 4, 5_000));
      assertEquals(2, got[1]);
    }
    assertTrue(Files.exists(name));
  }

  @Test
  void aNameThatIsThereIsNotTaken() throws Exception {
    Path name = Files.createFile(folder.resolve("s"));
    PosixException e = assertThrows(PosixException.class, () -> LocalListener.bound(name));
    assertEquals(Errno.EADDRINUSE, e.errno());
    Path nowhere = folder.resolve("no/s");
    assertEquals(
        Errno.ENOENT,
        assertThrows(PosixException.class, () -> LocalListener.bound(nowhere)).errno());
  }

  @Test
  void aNameHasAtMost107Bytes() throws Exception {
    String base = folder + "/";
    Path longest = Path.of(base + "x".repeat(107 - base.length()));
    assertTrue(LocalListener.isPossible(longest));
    LocalListener.bound(longest).close();
    Path longer = Path.of(longest + "x");
    assertFalse(LocalListener.isPossible(longer));
    assertThrows(IllegalArgumentException.class, () -> LocalListener.bound(longer));
  }

  @Test
  void whoWaitsIsWokenByTheTimeAndByTheEnd() throws Exception {
    try (LocalListener listener = LocalListener.bound(folder.resolve("s"))) {
      assertEquals(Optional.empty(), listener.accept(1));
      Thread closing = Thread.ofPlatform().start(listener::close);
      assertThrows(ClosedDescriptorException.class, () -> listener.accept(-1));
      closing.join();
    }
  }

  @Test
  void aListenerGoesToAnotherProcess() throws Exception {
    Path name = folder.resolve("s");
    LocalSocket.Pair pair = LocalSocket.pair();
    try (LocalSocket one = pair.one();
        LocalSocket other = pair.other()) {
      try (LocalListener listener = LocalListener.bound(name)) {
        one.send(new byte[1], 0, 1, java.util.List.of(listener.descriptor()), 5_000);
      }
      assertEquals(1, other.receive(new byte[1], 0, 1, 5_000));
      try (LocalListener taken = LocalListener.of(other.takeFile().orElseThrow());
          SocketChannel client = SocketChannel.open(UnixDomainSocketAddress.of(name));
          LocalSocket accepted = taken.accept(5_000).orElseThrow()) {
        assertTrue(client.isConnected());
        assertEquals(User.effectiveId(), accepted.peerUser());
      }
    }
  }
}
