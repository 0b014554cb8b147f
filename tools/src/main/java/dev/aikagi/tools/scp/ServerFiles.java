package dev.aikagi.tools.scp;

import dev.aikagi.Bytes;
import dev.aikagi.sftp.FileAttributes;
import dev.aikagi.sftp.LocalFiles;
import dev.aikagi.sftp.OpenFlag;
import dev.aikagi.sftp.SftpClient;
import dev.aikagi.sftp.SftpException;
import dev.aikagi.sftp.SftpFile;
import dev.aikagi.sftp.TransferSource;
import dev.aikagi.sftp.TransferTarget;
import dev.aikagi.tools.Fatal;
import dev.aikagi.tools.Octets;
import dev.aikagi.tools.files.Faults;
import dev.aikagi.tools.files.LocalFault;
import dev.aikagi.tools.files.Shown;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.util.EnumSet;

/**
 * Another server's files in the place of this machine's, for copies between two servers.
 *
 * @param lost what to do when there is no connection to it any more
 */
record ServerFiles(SftpClient client, Runnable lost) implements LocalFiles {
  private interface Call<T> {
    T make() throws IOException;
  }

  /** Says what failed at the destination; the side that has the files has the usual words. */
  private <T> T tried(String what, Bytes path, Call<T> call) throws IOException {
    try {
      return call.make();
    } catch (SftpException e) {
      throw LocalFault.elsewhere(
          "dest " + what + " \"" + Shown.of(Octets.of(path)) + "\": ", reason(e), e);
    }
  }

  private String reason(SftpException e) throws SftpException {
    try {
      return Faults.text(e);
    } catch (Fatal noConnection) {
      e.addSuppressed(noConnection);
      lost.run();
      throw e; // Of the connection, and not of this file.
    }
  }

  @Override
  public FileAttributes stat(Bytes path, boolean followLinks) throws IOException {
    return tried("stat", path, () -> followLinks ? client.stat(path) : client.lstat(path));
  }

  private static UnsupportedOperationException onlyPut() {
    return new UnsupportedOperationException("files are put here and not taken from here");
  }

  @Override
  public Listing list(Bytes path) {
    throw onlyPut();
  }

  @Override
  public TransferSource source(Bytes path) {
    throw onlyPut();
  }

  @Override
  public TransferTarget target(Bytes path, int permissions, boolean keep) throws IOException {
    EnumSet<OpenFlag> flags = EnumSet.of(OpenFlag.WRITE, OpenFlag.CREATE);
    if (!keep) {
      flags.add(OpenFlag.TRUNCATE);
    }
    FileAttributes first = FileAttributes.NONE.withPermissions(permissions & 0777);
    SftpFile file = tried("open", path, () -> client.open(path, flags, first));
    return new Target(file);
  }

  @Override
  public boolean makeFolder(Bytes path, int permissions) throws IOException {
    FileAttributes first = FileAttributes.NONE.withPermissions(permissions & 0777);
    return tried("mkdir", path, () -> made(path, first));
  }

  private boolean made(Bytes path, FileAttributes first) throws IOException {
    try {
      client.mkdir(path, first);
      return true;
    } catch (SftpException refusal) {
      // Servers say "failure" of a folder that is there, and of much else.
      if (isFolder(path, refusal)) {
        return false;
      }
      throw refusal;
    }
  }

  private boolean isFolder(Bytes path, SftpException refusal) throws IOException {
    try {
      return client.stat(path).isDirectory();
    } catch (SftpException e) {
      refusal.addSuppressed(e);
      return false;
    }
  }

  @Override
  public void setAttributes(Bytes path, FileAttributes attributes) throws IOException {
    tried(
        "setstat",
        path,
        () -> {
          client.setStat(path, attributes);
          return path;
        });
  }

  /** Written in order, with many requests in flight. */
  private final class Target implements TransferTarget {
    private final SftpFile file;
    private final OutputStream stream;

    Target(SftpFile file) throws IOException {
      this.file = file;
      this.stream = file.outputStream(0);
    }

    private void done(String what, Call<SftpFile> call) throws IOException {
      tried(what, file.path(), call);
    }

    @Override
    public void write(ByteBuffer buffer, long position) throws IOException {
      done(
          "write",
          () -> {
            int from = buffer.arrayOffset() + buffer.position();
            stream.write(buffer.array(), from, buffer.remaining());
            buffer.position(buffer.limit());
            return file;
          });
    }

    @Override
    public void truncate(long size) throws IOException {
      done(
          "fsetstat",
          () -> {
            stream.flush();
            // A device says 0: what is no longer may not take a size.
            if (file.stat().size().orElse(Long.MAX_VALUE) > size) {
              file.setStat(FileAttributes.NONE.withSize(size));
            }
            return file;
          });
    }

    @Override
    public long size() throws IOException {
      return file.stat().size().orElse(0);
    }

    @Override
    public void setAttributes(FileAttributes attributes) throws IOException {
      done(
          "fsetstat",
          () -> {
            // Later writes would change the times again.
            stream.flush();
            file.setStat(attributes);
            return file;
          });
    }

    @Override
    public void sync() throws IOException {
      done(
          "fsync",
          () -> {
            stream.flush();
            file.fsync();
            return file;
          });
    }

    @Override
    public void close() throws IOException {
      done(
          "write",
          () -> {
            try (file) {
              stream.close();
            }
            return file;
          });
    }
  }
}
