package dev.aikagi.connection;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.aikagi.Bytes;
import dev.aikagi.message.GlobalRequest;
import dev.aikagi.message.Message;
import dev.aikagi.transport.MemoryTransport;
import dev.aikagi.transport.Transport;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.security.MessageDigest;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

@Timeout(120)
class BulkTest {
  private static final int MEBIBYTE = 1 << 20;

  /** Small windows and buffers of 0 or 1 message find deadlocks sooner. */
  @ParameterizedTest
  @CsvSource({
    "67108864, 2097152, 4",
    "67108864, 65536, 1",
    "1048576, 1000, 1",
    "100000, 7, 1",
    "3000, 1, 1"
  })
  void movesBothWaysAtOnce(int size, int window, int capacity) throws Exception {
    ConnectionHandler handler =
        Mux.sessions(
            () ->
                new Program(
                    session -> {
                      try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
                        Future<byte[]> hash = threads.submit(() -> hashOf(session.stdin()));
                        send(session.stdout(), size, 2);
                        session.stderr().write(get(hash));
                      }
                      return ExitResult.status(0);
                    }));
    try (Mux mux =
            Mux.of(handler, o -> o.withWindows(window, window * 8, 64 * MEBIBYTE), capacity);
        Session session = mux.client.openSession();
        ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
      session.exec("both");
      Future<byte[]> down = threads.submit(() -> hashOf(session.stdout()));
      Future<byte[]> told = threads.submit(() -> session.stderr().readAllBytes());
      send(session.stdin(), size, 1);
      session.stdin().close();
      assertArrayEquals(hashOf(size, 1), get(told));
      assertArrayEquals(hashOf(size, 2), get(down));
      assertEquals(ExitResult.status(0), session.awaitExit());
    }
  }

  @Test
  void readsWithAndWithoutCopies() throws Exception {
    try (Mux mux = Mux.of(Mux.sessions(Program::echo));
        Session session = mux.client.openSession()) {
      session.exec("echo");
      byte[] sent = new byte[3 * MEBIBYTE];
      new Random(5).nextBytes(sent);
      Thread.startVirtualThread(
          () -> {
            try (OutputStream out = session.stdin()) {
              out.write(sent[0]);
              out.write(sent, 1, sent.length - 1);
            } catch (IOException e) {
              throw new IllegalStateException(e);
            }
          });
      InputStream in = session.stdout();
      byte[] got = new byte[sent.length];
      got[0] = (byte) in.read();
      assertEquals(100_000, in.readNBytes(got, 1, 100_000));
      java.io.ByteArrayOutputStream rest = new java.io.ByteArrayOutputStream();
      in.transferTo(rest);
      System.arraycopy(rest.toByteArray(), 0, got, 100_001, rest.size());
      assertArrayEquals(sent, got);
      assertEquals(-1, in.read());
    }
  }

  @Test
  void manyChannelsAtOnceWithNoiseBetween() throws Exception {
    MemoryTransport.Pair pair = MemoryTransport.pair(2);
    try (Mux mux =
            Mux.of(
                Mux.sessions(Program::echo),
                o -> o.withMaxSessions(100).withWindows(3000, 20_000, 64 * MEBIBYTE),
                new Noise(pair.client()),
                new Noise(pair.server()));
        ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
      List<Future<Boolean>> all = new ArrayList<>();
      for (int i = 0; i < 60; i++) {
        int seed = i;
        all.add(threads.submit(() -> echoes(mux.client, seed)));
      }
      for (Future<Boolean> one : all) {
        assertTrue(one.get(60, TimeUnit.SECONDS));
      }
      SessionTest.awaitEmpty(mux.client);
      SessionTest.awaitEmpty(mux.server);
    }
  }

  /** Closing a channel, or the connection, at any moment wakes everybody. */
  @Test
  @Tag("B10")
  void closesAtAnyMoment() throws Exception {
    Random random = new Random(9);
    for (int round = 0; round < 60; round++) {
      long start;
      try (Mux mux =
              Mux.of(Mux.sessions(Program::echo), o -> o.withWindows(500, 500, 500 * 256), 1);
          ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
        for (int i = 0; i < 4; i++) {
          Session session = mux.client.openSession();
          session.exec("echo");
          threads.execute(() -> drain(session.stdout()));
          threads.execute(() -> flood(session.stdin()));
          if (i == 0) {
            spin(random.nextInt(50_000));
            session.close();
          }
        }
        spin(random.nextInt(200_000));
        start = System.nanoTime();
        (round % 2 == 0 ? mux.client : mux.server).close();
        mux.clientEnd();
        mux.serverEnd();
      }
      // The executor waits for all threads of the test to end.
      assertTrue(System.nanoTime() - start < TimeUnit.SECONDS.toNanos(2));
    }
  }

  private static boolean echoes(Connection client, int seed) throws IOException {
    Random random = new Random(seed);
    byte[] sent = new byte[1 + random.nextInt(40_000)];
    random.nextBytes(sent);
    try (Session session = client.openSession()) {
      session.exec("echo");
      Thread.startVirtualThread(
          () -> {
            try (OutputStream out = session.stdin()) {
              out.write(sent);
            } catch (IOException e) {
              throw new IllegalStateException(e);
            }
          });
      byte[] got = session.stdout().readAllBytes();
      return java.util.Arrays.equals(sent, got) && session.awaitExit().equals(ExitResult.status(0));
    }
  }

  private static void drain(InputStream in) {
    try {
      in.transferTo(OutputStream.nullOutputStream());
    } catch (IOException e) {
      // What the test is about: it woke up.
      assertTrue(e.getMessage() != null);
    }
  }

  private static void flood(OutputStream out) {
    byte[] block = new byte[777];
    try {
      while (true) {
        out.write(block);
      }
    } catch (IOException e) {
      assertTrue(e.getMessage() != null);
    }
  }

  private static void spin(int times) {
    for (int i = 0; i < times; i++) {
      Thread.onSpinWait();
    }
  }

  static void send(OutputStream out, int size, int seed) throws IOException {
    byte[] block = block(seed);
    for (int left = size; left > 0; left -= block.length) {
      out.write(block, 0, Math.min(left, block.length));
    }
  }

  static byte[] hashOf(int size, int seed) throws Exception {
    MessageDigest digest = MessageDigest.getInstance("SHA-256");
    byte[] block = block(seed);
    for (int left = size; left > 0; left -= block.length) {
      digest.update(block, 0, Math.min(left, block.length));
    }
    return digest.digest();
  }

  static byte[] hashOf(InputStream in) throws Exception {
    MessageDigest digest = MessageDigest.getInstance("SHA-256");
    in.transferTo(
        new OutputStream() {
          @Override
          public void write(int b) {
            digest.update((byte) b);
          }

          @Override
          public void write(byte[] b, int offset, int length) {
            digest.update(b, offset, length);
          }
        });
    return digest.digest();
  }

  private static byte[] block(int seed) {
    byte[] block = new byte[100_003];
    new Random(seed).nextBytes(block);
    return block;
  }

  private static <T> T get(Future<T> future) throws IOException {
    Callable<T> wait = () -> future.get(60, TimeUnit.SECONDS);
    try {
      return wait.call();
    } catch (Exception e) {
      throw new IOException(e);
    }
  }

  /** Puts messages that need no answer between all others. */
  private record Noise(MemoryTransport to) implements Transport {
    @Override
    public dev.aikagi.transport.Payload receive() throws IOException {
      return to.receive();
    }

    @Override
    public void send(Message message) throws IOException {
      to.send(new GlobalRequest("noise@test", false, Bytes.utf8("noise")));
      to.send(message);
    }

    @Override
    public void sendData(long recipientChannel, byte[] data, int offset, int length, int maximum)
        throws IOException {
      to.sendData(recipientChannel, data, offset, 0, maximum);
      to.send(new GlobalRequest("noise@test", false, Bytes.EMPTY));
      to.sendData(recipientChannel, data, offset, length, Math.min(maximum, 1000));
    }

    @Override
    public void sendExtendedData(
        long recipientChannel, long dataTypeCode, byte[] data, int offset, int length)
        throws IOException {
      to.sendExtendedData(recipientChannel, dataTypeCode, data, offset, length);
    }

    @Override
    public Bytes sessionId() {
      return to.sessionId();
    }

    @Override
    public Bytes hostKeyBlob() {
      return to.hostKeyBlob();
    }

    @Override
    public java.util.Map<String, Bytes> peerExtensions() {
      return to.peerExtensions();
    }

    @Override
    public void authenticated() {
      to.authenticated();
    }

    @Override
    public void disconnect(dev.aikagi.DisconnectReason reason, String text) {
      to.disconnect(reason, text);
    }

    @Override
    public dev.aikagi.Termination end(Throwable cause) {
      return to.end(cause);
    }

    @Override
    public void close() {
      to.close();
    }
  }
}
