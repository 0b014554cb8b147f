package dev.aikagi.forward;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.aikagi.Bytes;
import dev.aikagi.Termination;
import dev.aikagi.client.Client;
import dev.aikagi.connection.Channel;
import dev.aikagi.connection.ChannelOpenException;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ProtocolFamily;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.channels.SocketChannel;
import java.security.MessageDigest;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Channels through a server to sockets of this test's, over loopback. */
@Timeout(60)
class DirectForwardingTest {
  private static final TcpTargets ALL = target -> true;

  private static ServerSocket listen() throws IOException {
    return new ServerSocket(0, 50, InetAddress.ofLiteral("127.0.0.1"));
  }

  @Test
  void eachDirectionEndsOnItsOwn() throws Exception {
    try (ServerSocket target = listen();
        Gateway gateway = Gateway.to(ALL);
        Client client = gateway.logIn()) {
      CompletableFuture<String> heard =
          inThread(
              () -> {
                try (Socket socket = target.accept()) {
                  // The end of file of the channel is the one of the socket.
                  String question = new String(socket.getInputStream().readAllBytes(), UTF_8);
                  socket.getOutputStream().write("answer".getBytes(UTF_8));
                  return question;
                }
              });
      Channel channel = client.openDirectTcpip("127.0.0.1", target.getLocalPort());
      channel.out().write("question".getBytes(UTF_8));
      channel.out().close();
      assertEquals("answer", new String(channel.in().readAllBytes(), UTF_8));
      assertEquals("question", heard.get(20, TimeUnit.SECONDS));
      // Both have ended, so the server closes the channel.
      channel.awaitClosed();
    }
  }

  @Test
  void theTargetMayEndFirst() throws Exception {
    try (ServerSocket target = listen();
        Gateway gateway = Gateway.to(ALL);
        Client client = gateway.logIn()) {
      CompletableFuture<String> heard =
          inThread(
              () -> {
                try (Socket socket = target.accept()) {
                  socket.getOutputStream().write("bye".getBytes(UTF_8));
                  socket.shutdownOutput();
                  return new String(socket.getInputStream().readAllBytes(), UTF_8);
                }
              });
      Channel channel = client.openDirectTcpip("127.0.0.1", target.getLocalPort());
      assertEquals("bye", new String(channel.in().readAllBytes(), UTF_8));
      channel.out().write("still here".getBytes(UTF_8));
      channel.out().close();
      assertEquals("still here", heard.get(20, TimeUnit.SECONDS));
    }
  }

  @Test
  void aChannelThatIsClosedEndsTheSocketThoughTheTargetSaysNothing() throws Exception {
    try (ServerSocket target = listen();
        Gateway gateway = Gateway.to(ALL);
        Client client = gateway.logIn()) {
      CompletableFuture<Integer> end =
          inThread(
              () -> {
                try (Socket socket = target.accept()) {
                  int first = socket.getInputStream().read();
                  return first < 0 ? first : socket.getInputStream().read();
                }
              });
      Channel channel = client.openDirectTcpip("127.0.0.1", target.getLocalPort());
      channel.close();
      assertEquals(-1, end.get(20, TimeUnit.SECONDS));
    }
  }

  @Test
  void anEndOfFileAndThenACloseEndTheSocketToo() throws Exception {
    try (ServerSocket target = listen();
        Gateway gateway = Gateway.to(ALL);
        Client client = gateway.logIn()) {
      CompletableFuture<Socket> accepted = inThread(target::accept);
      Channel channel = client.openDirectTcpip("127.0.0.1", target.getLocalPort());
      try (Socket socket = accepted.get(20, TimeUnit.SECONDS)) {
        channel.out().close();
        assertEquals(-1, socket.getInputStream().read());
        channel.close();
        // Only a write can show it to somebody who has seen the end of file before.
        OutputStream out = socket.getOutputStream();
        byte[] piece = new byte[64 * 1024];
        assertThrows(
            IOException.class,
            () -> {
              while (true) {
                out.write(piece);
              }
            });
      }
    }
  }

  @Test
  void aResetEndsBothDirections() throws Exception {
    try (ServerSocket target = listen();
        Gateway gateway = Gateway.to(ALL);
        Client client = gateway.logIn()) {
      CompletableFuture<Socket> accepted = inThread(target::accept);
      Channel channel = client.openDirectTcpip("127.0.0.1", target.getLocalPort());
      Socket socket = accepted.get(20, TimeUnit.SECONDS);
      socket.setSoLinger(true, 0);
      socket.close();
      channel.awaitClosed();
      assertEquals(-1, channel.in().read());
    }
  }

  @Test
  void theEndOfTheConnectionIsTheSockets() throws Exception {
    try (ServerSocket target = listen();
        Gateway gateway = Gateway.to(ALL);
        Client client = gateway.logIn()) {
      CompletableFuture<Integer> end = inThread(() -> target.accept().getInputStream().read());
      client.openDirectTcpip("127.0.0.1", target.getLocalPort());
      client.connection().close();
      assertEquals(-1, end.get(20, TimeUnit.SECONDS));
    }
  }

  @Test
  void whatIsNotPermittedIsNotEvenLookedUp() throws Exception {
    AtomicInteger lookedUp = new AtomicInteger();
    TcpTargets none =
        new TcpTargets() {
          @Override
          public boolean permits(DirectTcpip target) {
            return target.port() == 1;
          }

          @Override
          public List<InetAddress> resolve(String host) {
            lookedUp.incrementAndGet();
            return List.of(InetAddress.ofLiteral("127.0.0.1"));
          }
        };
    try (Gateway gateway = Gateway.to(none);
        Client client = gateway.logIn()) {
      ChannelOpenException e =
          assertThrows(ChannelOpenException.class, () -> client.openDirectTcpip("h", 2));
      assertEquals(1, e.reasonCode());
      assertEquals("open failed", e.description());
      assertEquals(0, lookedUp.get());
    }
  }

  @Test
  void otherKindsOfChannelsStayForbidden() throws Exception {
    try (Gateway gateway = Gateway.to(ALL);
        Client client = gateway.logIn()) {
      for (String type : List.of("tun@openssh.com", "direct-streamlocal@openssh.com", "x11")) {
        ChannelOpenException e =
            assertThrows(
                ChannelOpenException.class, () -> client.connection().open(type, Bytes.EMPTY));
        assertEquals(1, e.reasonCode());
      }
    }
  }

  @Test
  void whyThereIsNoConnectionIsTold() throws Exception {
    int nobody;
    try (ServerSocket closed = listen()) {
      nobody = closed.getLocalPort();
    }
    List<String> failures = new ArrayList<>();
    TcpTargets telling =
        new TcpTargets() {
          @Override
          public boolean permits(DirectTcpip target) {
            return true;
          }

          @Override
          public void failed(DirectTcpip target, IOException why) {
            failures.add(target.host() + ": " + TcpTargets.words(why));
          }
        };
    try (Gateway gateway = Gateway.to(telling);
        Client client = gateway.logIn()) {
      ChannelOpenException refused =
          assertThrows(
              ChannelOpenException.class, () -> client.openDirectTcpip("127.0.0.1", nobody));
      assertEquals(2, refused.reasonCode());
      assertEquals("Connection refused", refused.description());
      ChannelOpenException unknown =
          assertThrows(
              ChannelOpenException.class, () -> client.openDirectTcpip("no-such.invalid", 22));
      assertEquals(2, unknown.reasonCode());
      assertEquals("127.0.0.1: Connection refused", failures.getFirst());
      assertEquals(2, failures.size());
    }
  }

  @Test
  void aMalformedOpenEndsTheConnection() throws Exception {
    try (Gateway gateway = Gateway.to(ALL);
        Client client = gateway.logIn()) {
      assertThrows(
          IOException.class,
          () -> client.connection().open(DirectTcpip.TYPE, Bytes.of(new byte[] {0, 0, 0, 9, 'x'})));
      assertInstanceOf(Termination.PeerDisconnect.class, client.ended().get(20, TimeUnit.SECONDS));
    }
  }

  /** The kernel drops who knocks where nobody accepts and the queue is full. */
  private static List<SocketChannel> fill(ServerSocket target) throws IOException {
    List<SocketChannel> knocking = new ArrayList<>();
    for (int i = 0; i < 8; i++) {
      SocketChannel channel = SocketChannel.open();
      channel.configureBlocking(false);
      channel.connect(target.getLocalSocketAddress());
      knocking.add(channel);
    }
    return knocking;
  }

  @Test
  void aTargetThatDoesNotAnswerIsGivenUp() throws Exception {
    try (ServerSocket silent = new ServerSocket(0, 1, InetAddress.ofLiteral("127.0.0.1"));
        Gateway gateway = Gateway.to(ALL, Duration.ofMillis(300));
        Client client = gateway.logIn()) {
      List<SocketChannel> knocking = fill(silent);
      ChannelOpenException e =
          assertThrows(
              ChannelOpenException.class,
              () -> client.openDirectTcpip("127.0.0.1", silent.getLocalPort()));
      assertEquals(2, e.reasonCode());
      assertEquals("Connection timed out", e.description());
      for (SocketChannel channel : knocking) {
        channel.close();
      }
    }
  }

  @Test
  void aSilentResolverHoldsUpNobodyElseAndIsGivenUp() throws Exception {
    CountDownLatch never = new CountDownLatch(1);
    TcpTargets slow =
        new TcpTargets() {
          @Override
          public boolean permits(DirectTcpip target) {
            return true;
          }

          @Override
          public List<InetAddress> resolve(String host) {
            if (host.equals("slow")) {
              try {
                never.await();
              } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
              }
            }
            return List.of(InetAddress.ofLiteral("127.0.0.1"));
          }
        };
    try (ServerSocket target = listen();
        Gateway gateway = Gateway.to(slow, Duration.ofSeconds(2));
        Client client = gateway.logIn()) {
      CompletableFuture<Throwable> given =
          inThread(
              () ->
                  assertThrows(
                      ChannelOpenException.class, () -> client.openDirectTcpip("slow", 22)));
      try (Channel other = client.openDirectTcpip("quick", target.getLocalPort())) {
        assertFalse(given.isDone(), "the other one was waited for");
        assertEquals(DirectTcpip.TYPE, other.type());
      }
      assertEquals(2, ((ChannelOpenException) given.get(20, TimeUnit.SECONDS)).reasonCode());
    } finally {
      never.countDown();
    }
  }

  @Test
  void whoLeavesWhileItConnectsKeepsNoSocket() throws Exception {
    CompletableFuture<SocketChannel> made = new CompletableFuture<>();
    CompletableFuture<IOException> failed = new CompletableFuture<>();
    TcpTargets watched =
        new TcpTargets() {
          @Override
          public boolean permits(DirectTcpip target) {
            return true;
          }

          @Override
          public SocketChannel socket(ProtocolFamily family) throws IOException {
            SocketChannel socket = SocketChannel.open(family);
            made.complete(socket);
            return socket;
          }

          @Override
          public void failed(DirectTcpip target, IOException why) {
            failed.complete(why);
          }
        };
    try (ServerSocket silent = new ServerSocket(0, 1, InetAddress.ofLiteral("127.0.0.1"));
        Gateway gateway = Gateway.to(watched);
        Client client = gateway.logIn()) {
      List<SocketChannel> knocking = fill(silent);
      CompletableFuture<IOException> open =
          inThread(
              () ->
                  assertThrows(
                      IOException.class,
                      () -> client.openDirectTcpip("127.0.0.1", silent.getLocalPort())));
      SocketChannel socket = made.get(20, TimeUnit.SECONDS);
      client.connection().close();
      // Long before the minute that a target has.
      failed.get(20, TimeUnit.SECONDS);
      assertFalse(socket.isOpen());
      open.get(20, TimeUnit.SECONDS);
      for (SocketChannel channel : knocking) {
        channel.close();
      }
    }
  }

  @Test
  void aSlowTargetHoldsUpTheSender() throws Exception {
    int total = 24 << 20;
    // Windows and both sockets' buffers together are less than this.
    int behind = 16 << 20;
    int mebibyte = 1 << 20;
    try (ServerSocket target = listen();
        Gateway gateway =
            Gateway.to(ALL, o -> o.withWindows(mebibyte, 2 * mebibyte, 8 * mebibyte));
        Client client = gateway.logIn()) {
      CompletableFuture<Socket> accepted = inThread(target::accept);
      Channel channel = client.openDirectTcpip("127.0.0.1", target.getLocalPort());
      MessageDigest sent = MessageDigest.getInstance("SHA-256");
      CompletableFuture<String> writer =
          inThread(
              () -> {
                byte[] piece = new byte[mebibyte];
                new Random(1).nextBytes(piece);
                for (int done = 0; done < total; done += piece.length) {
                  piece[0]++;
                  sent.update(piece);
                  channel.out().write(piece);
                }
                channel.out().close();
                return "done";
              });
      MessageDigest got = MessageDigest.getInstance("SHA-256");
      try (Socket socket = accepted.get(20, TimeUnit.SECONDS)) {
        byte[] first = socket.getInputStream().readNBytes(total - behind);
        assertFalse(writer.isDone(), "somebody holds it all");
        got.update(first);
        got.update(socket.getInputStream().readAllBytes());
      }
      assertEquals("done", writer.get(20, TimeUnit.SECONDS));
      assertTrue(MessageDigest.isEqual(sent.digest(), got.digest()));
    }
  }

  @Test
  void manyChannelsAtOnce() throws Exception {
    int many = 64;
    try (ServerSocket target = listen();
        Gateway gateway = Gateway.to(ALL);
        Client client = gateway.logIn()) {
      CompletableFuture<String> echo =
          inThread(
              () -> {
                for (int i = 0; i < many; i++) {
                  Socket socket = target.accept();
                  Thread.ofVirtual()
                      .start(
                          () -> {
                            try (socket) {
                              socket.getInputStream().transferTo(socket.getOutputStream());
                            } catch (IOException e) {
                              throw new AssertionError(e);
                            }
                          });
                }
                return "all";
              });
      List<Channel> channels = new ArrayList<>();
      for (int i = 0; i < many; i++) {
        Channel channel = client.openDirectTcpip("localhost", target.getLocalPort());
        channel.out().write(("channel " + i).getBytes(UTF_8));
        channels.add(channel);
      }
      assertEquals("all", echo.get(20, TimeUnit.SECONDS));
      for (int i = 0; i < many; i++) {
        channels.get(i).out().close();
        assertEquals("channel " + i, new String(channels.get(i).in().readAllBytes(), UTF_8));
      }
    }
  }

  @Test
  void moreChannelsThanAreAllowedAreRefused() throws Exception {
    try (ServerSocket target = listen();
        Gateway gateway = Gateway.to(ALL, o -> o.withMaxChannels(2));
        Client client = gateway.logIn()) {
      client.openDirectTcpip("127.0.0.1", target.getLocalPort());
      Channel second = client.openDirectTcpip("127.0.0.1", target.getLocalPort());
      ChannelOpenException e =
          assertThrows(
              ChannelOpenException.class,
              () -> client.openDirectTcpip("127.0.0.1", target.getLocalPort()));
      assertEquals(4, e.reasonCode());
      second.close();
      second.awaitClosed();
    }
  }

  @Test
  void ofSeveralAddressesTheFirstThatAnswersIsTaken() throws Exception {
    TcpTargets several =
        new TcpTargets() {
          @Override
          public boolean permits(DirectTcpip target) {
            return true;
          }

          @Override
          public List<InetAddress> resolve(String host) {
            return List.of(
                new InetSocketAddress("127.0.0.9", 0).getAddress(),
                InetAddress.ofLiteral("127.0.0.1"));
          }
        };
    try (ServerSocket target = listen();
        Gateway gateway = Gateway.to(several);
        Client client = gateway.logIn();
        Channel channel = client.openDirectTcpip("name", target.getLocalPort());
        Socket socket = target.accept()) {
      assertEquals(target.getLocalPort(), socket.getLocalPort());
      assertEquals(DirectTcpip.TYPE, channel.type());
    }
  }

  private interface Work<T> {
    T run() throws Exception;
  }

  private static <T> CompletableFuture<T> inThread(Work<T> work) {
    CompletableFuture<T> result = new CompletableFuture<>();
    Thread.ofPlatform()
        .daemon()
        .start(
            () -> {
              try {
                result.complete(work.run());
              } catch (Throwable t) {
                result.completeExceptionally(t);
              }
            });
    return result;
  }
}
