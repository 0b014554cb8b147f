package dev.aikagi.interop;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.aikagi.sftp.NioServedFiles;
import dev.aikagi.sftp.SftpClient;
import dev.aikagi.sftp.SftpClientOptions;
import dev.aikagi.sftp.SftpOperation;
import dev.aikagi.sftp.SftpServer;
import dev.aikagi.sftp.SftpServerOptions;
import dev.aikagi.sftp.nio.SftpFileSystem;
import java.io.Closeable;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.channels.Channels;
import java.nio.channels.Pipe;
import java.nio.file.FileSystem;
import java.nio.file.Path;
import java.util.EnumSet;
import java.util.Set;

/**
 * A folder to do something in, by the default file system or over SFTP.
 *
 * @param files closed with the place, unless it is the default one
 */
record NioPlace(Kind kind, FileSystem files, Path folder, Closeable server) {
  private static final URI NAME = URI.create("sftp://hoge@example.org:2222");

  enum Kind {
    /** What the others are measured by. */
    DEFAULT,
    /** Our own server, with all extensions but names of users. */
    OURS,
    /** The same without any extension. */
    PLAIN,
    OPENSSH;

    /** Whether it can do what needs an extension of OpenSSH's. */
    boolean extended() {
      return this != PLAIN;
    }
  }

  static NioPlace open(Kind kind, Path folder) throws IOException {
    return switch (kind) {
      case DEFAULT -> new NioPlace(kind, folder.getFileSystem(), folder, () -> {});
      case OURS -> ours(kind, folder, EnumSet.noneOf(SftpOperation.class));
      case PLAIN ->
          ours(
              kind,
              folder,
              EnumSet.range(SftpOperation.POSIX_RENAME, SftpOperation.USERS_GROUPS_BY_ID));
      case OPENSSH -> openSsh(folder);
    };
  }

  private static NioPlace ours(Kind kind, Path folder, Set<SftpOperation> denied)
      throws IOException {
    Pipe up = Pipe.open();
    Pipe down = Pipe.open();
    SftpServer server =
        new SftpServer(new NioServedFiles(folder), SftpServerOptions.DEFAULT.withDenied(denied));
    Thread thread =
        Thread.ofPlatform()
            .start(
                () -> {
                  try (InputStream in = Channels.newInputStream(up.source());
                      OutputStream out = Channels.newOutputStream(down.sink())) {
                    server.serve(in, out);
                  } catch (IOException e) {
                    throw new UncheckedIOException(e);
                  }
                });
    SftpClient client =
        SftpClient.over(
            Channels.newInputStream(down.source()),
            Channels.newOutputStream(up.sink()),
            up.sink(),
            SftpClientOptions.DEFAULTS);
    FileSystem files = SftpFileSystem.over(client, NAME);
    return new NioPlace(
        kind,
        files,
        files.getPath("/"),
        () -> {
          joined(thread);
          down.source().close();
        });
  }

  private static void joined(Thread thread) {
    try {
      thread.join();
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }

  private static NioPlace openSsh(Path folder) throws IOException {
    Process process =
        new ProcessBuilder(Peer.required("sftp-server"))
            .redirectError(ProcessBuilder.Redirect.INHERIT)
            .directory(folder.toFile())
            .start();
    SftpClient client =
        SftpClient.over(
            process.getInputStream(), process.getOutputStream(), SftpClientOptions.DEFAULTS);
    FileSystem files = SftpFileSystem.over(client, NAME);
    return new NioPlace(
        Kind.OPENSSH,
        files,
        files.getPath("").toAbsolutePath(),
        () -> {
          try {
            assertEquals(0, process.waitFor());
          } catch (InterruptedException e) {
            throw new IllegalStateException(e);
          }
        });
  }

  void close() throws IOException {
    if (kind != Kind.DEFAULT) {
      files.close();
    }
    server.close();
  }
}
