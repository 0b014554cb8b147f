package dev.aikagi.sftp.nio;

import dev.aikagi.sftp.ServedFiles;
import dev.aikagi.sftp.SftpClient;
import dev.aikagi.sftp.SftpClientOptions;
import dev.aikagi.sftp.SftpOperation;
import dev.aikagi.sftp.SftpServer;
import dev.aikagi.sftp.SftpServerOptions;
import java.io.Closeable;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.URI;
import java.nio.channels.Channels;
import java.nio.channels.Pipe;
import java.util.Set;

/**
 * A server on a thread of its own, and the file system over it.
 *
 * @param connection closing it is how the server vanishes
 */
record Served(SftpFileSystem files, Closeable connection) implements Closeable {
  static final URI NAME = URI.create("sftp://hoge@example.org:2222");

  static Served of(ServedFiles served) throws IOException {
    return of(served, NAME);
  }

  static Served of(ServedFiles served, URI name) throws IOException {
    return of(served, name, Set.of());
  }

  /** A server that knows less. */
  static Served of(ServedFiles served, URI name, Set<SftpOperation> denied) throws IOException {
    SftpServer server = new SftpServer(served, SftpServerOptions.DEFAULT.withDenied(denied));
    Pipe up = Pipe.open();
    Pipe down = Pipe.open();
    InputStream in = Channels.newInputStream(up.source());
    OutputStream out = Channels.newOutputStream(down.sink());
    Thread thread = Thread.ofPlatform().start(() -> serve(server, in, out));
    SftpClient client =
        SftpClient.over(
            Channels.newInputStream(down.source()),
            Channels.newOutputStream(up.sink()),
            () -> {
              up.sink().close();
              joined(thread);
              down.source().close();
            },
            SftpClientOptions.DEFAULTS);
    return new Served(SftpFileSystem.over(client, name), in);
  }

  private static void serve(SftpServer server, InputStream in, OutputStream out) {
    try (in;
        out) {
      server.serve(in, out);
    } catch (IOException e) {
      // The test has cut the connection; what comes of it is seen by the client.
      Thread.currentThread().setName("cut: " + e);
    }
  }

  private static void joined(Thread thread) {
    try {
      thread.join();
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }

  SftpPath path(String text) {
    return files.getPath(text);
  }

  @Override
  public void close() throws IOException {
    files.close();
  }
}
