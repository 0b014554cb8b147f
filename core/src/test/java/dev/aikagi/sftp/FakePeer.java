package dev.aikagi.sftp;

import dev.aikagi.Bytes;
import dev.aikagi.wire.WireWriter;
import java.io.Closeable;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/** A server that does what a test says, on a thread of its own, over pipes. */
final class FakePeer implements Closeable {
  /** What the server does after INIT and VERSION; its end ends the connection. */
  interface Script {
    void run(FakePeer peer) throws IOException;
  }

  private final PacketInput in;
  private final InputStream toServer;
  private final OutputStream toClient;
  private final SftpClient client;
  private final Thread thread;

  private FakePeer(SftpMessage hello, SftpClientOptions options, Script script) throws IOException {
    MemoryPipe up = new MemoryPipe();
    MemoryPipe down = new MemoryPipe();
    toServer = up.in();
    in = new PacketInput(toServer, 64 * 1024);
    toClient = down.out();
    thread =
        Thread.ofPlatform()
            .daemon()
            .start(
                () -> {
                  try (toServer;
                      toClient) {
                    if (receive().isPresent()) {
                      send(hello);
                      script.run(this);
                    }
                  } catch (IOException e) {
                    // The client went away: some tests are about that.
                    return;
                  }
                });
    client = SftpClient.over(down.in(), up.out(), options);
  }

  static SftpMessage.Version version(SftpExtension... extensions) {
    return new SftpMessage.Version(
        3,
        java.util.Arrays.stream(extensions)
            .map(e -> new SftpMessage.ExtensionPair(e.wireName(), Bytes.utf8(e.version())))
            .toList());
  }

  static SftpClientOptions options() {
    return SftpClientOptions.DEFAULTS.withRequestTimeout(Duration.ofSeconds(20));
  }

  static FakePeer start(Script script) throws IOException {
    return start(version(), options(), script);
  }

  static FakePeer start(SftpMessage hello, SftpClientOptions options, Script script)
      throws IOException {
    return new FakePeer(hello, options, script);
  }

  SftpClient client() {
    return client;
  }

  /** The client's next message; empty at its end. */
  Optional<SftpMessage> receive() throws IOException {
    return in.next() < 0 ? Optional.empty() : Optional.of(SftpMessageReader.read(in.rest()));
  }

  SftpRequest request() throws IOException {
    return (SftpRequest) receive().orElseThrow(() -> new IOException("the client has ended"));
  }

  void send(SftpMessage message) throws IOException {
    WireWriter w = new WireWriter();
    message.writeFramed(w);
    raw(w.toArray());
  }

  void raw(byte[] bytes) throws IOException {
    toClient.write(bytes);
  }

  static SftpReply.Status status(SftpRequest request, SftpStatus status) {
    return new SftpReply.Status(request.id(), status.code(), "said " + status, "");
  }

  static SftpReply.Name name(SftpRequest request, String... names) {
    return new SftpReply.Name(
        request.id(),
        List.of(names).stream()
            .map(n -> new DirectoryEntry(Bytes.utf8(n), Bytes.EMPTY, FileAttributes.NONE))
            .toList());
  }

  @Override
  public void close() throws IOException {
    client.close();
    try {
      thread.join(Duration.ofSeconds(20));
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
