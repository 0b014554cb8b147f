package dev.aikagi.tools.copyid;

import dev.aikagi.Bytes;
import dev.aikagi.sftp.FileAttributes;
import dev.aikagi.sftp.OpenFlag;
import dev.aikagi.sftp.SftpClient;
import dev.aikagi.sftp.SftpClientOptions;
import dev.aikagi.sftp.SftpException;
import dev.aikagi.sftp.SftpExtension;
import dev.aikagi.sftp.SftpFile;
import dev.aikagi.sftp.SftpStatus;
import dev.aikagi.tools.Octets;
import dev.aikagi.tools.ssh.LoggedIn;
import dev.aikagi.tools.ssh.RemoteProgram;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;

/**
 * By SFTP. The file is written at its end and never emptied: a connection that breaks must not lock
 * out those who have their keys there.
 */
final class SftpKeys implements RemoteKeys {
  private static final Duration PATIENCE = Duration.ofSeconds(60);
  private static final int FOLDER_MODE = 0700;
  private static final int FILE_MODE = 0600;

  /** What Linux follows. */
  private static final int MAX_LINKS = 40;

  private static final int MARK = 16;

  private final RemoteProgram program;
  private final SftpClient client;
  private final FarPath path;

  /** As it was read: somebody else's change in between must not be written over. */
  private long size;

  SftpKeys(RemoteProgram program, SftpClient client, FarPath path) {
    this.program = program;
    this.client = client;
    this.path = path;
  }

  /** Starts the subsystem. */
  static SftpKeys on(LoggedIn login, FarPath path) throws IOException {
    Said said = new Said();
    RemoteProgram program = login.subsystem("sftp", said);
    SftpClientOptions options = SftpClientOptions.DEFAULTS.withRequestTimeout(PATIENCE);
    try {
      SftpClient client =
          SftpClient.over(program.output(), program.input(), program::close, options);
      return new SftpKeys(program, client, path);
    } catch (IOException e) {
      program.close();
      throw new IOException("SFTP: " + e.getMessage() + said.inBrackets(), e);
    }
  }

  @Override
  public String path() {
    return path.file();
  }

  @Override
  public byte[] read() throws IOException {
    if (attributes(path.file()).isEmpty()) {
      return new byte[0];
    }
    try (SftpFile file = client.open(Octets.bytes(path.file()))) {
      size = size(file);
      if (size > MAX_FILE) {
        throw new IOException("it is larger than " + MAX_FILE + " bytes");
      }
      return bytes(file, 0, (int) size);
    }
  }

  private static long size(SftpFile file) throws IOException {
    return file.stat().size().orElseThrow(() -> new IOException("the server tells no size of it"));
  }

  private static byte[] bytes(SftpFile file, long from, int length) throws IOException {
    ByteBuffer buffer = ByteBuffer.allocate(length);
    int read = Math.max(0, file.read(from, buffer));
    return Arrays.copyOf(buffer.array(), read);
  }

  @Override
  public List<Mode> append(byte[] lines) throws IOException {
    makeFolder(path.folder());
    EnumSet<OpenFlag> flags =
        EnumSet.of(OpenFlag.READ, OpenFlag.WRITE, OpenFlag.CREATE, OpenFlag.APPEND);
    FileAttributes mode = FileAttributes.NONE.withPermissions(FILE_MODE);
    try (SftpFile file = client.open(Octets.bytes(path.file()), flags, mode)) {
      if (size(file) != size) {
        throw new IOException(CHANGED);
      }
      if (lines.length > 0) {
        write(file, lines);
      }
    }
    List<Mode> modes = new ArrayList<>();
    mode(FarPath.HOME, false).ifPresent(modes::add);
    mode(path.folder(), path.isOwnFolder()).ifPresent(modes::add);
    mode(path.file(), true).ifPresent(modes::add);
    return modes;
  }

  @Override
  public void replace(byte[] before, byte[] after) throws IOException {
    if (!client.supports(SftpExtension.POSIX_RENAME)) {
      throw new IOException(
          "the server cannot replace a file at once (posix-rename@openssh.com): it stays");
    }
    Bytes target = target();
    byte[] random = new byte[MARK];
    new SecureRandom().nextBytes(random);
    Bytes fresh = Octets.bytes(Octets.of(target) + ".aikagi-" + HexFormat.of().formatHex(random));
    try {
      beside(fresh, after, client.stat(target));
      if (!Arrays.equals(content(target), before)) {
        throw new IOException(CHANGED);
      }
      client.rename(fresh, target, SftpClient.RenameMode.REPLACE);
    } catch (IOException e) {
      remove(fresh, e);
      throw e;
    }
    size = after.length;
  }

  /** Past symbolic links, for a rename would replace the link. */
  private Bytes target() throws IOException {
    String name = path.file();
    for (int links = 0; client.lstat(Octets.bytes(name)).isSymlink(); links++) {
      if (links == MAX_LINKS) {
        throw new IOException("too many symbolic links");
      }
      String link = Octets.of(client.readLink(Octets.bytes(name)));
      name = link.startsWith("/") ? link : name.substring(0, name.lastIndexOf('/') + 1) + link;
    }
    return Octets.bytes(name);
  }

  /** All of it under a name of its own, with the mode and owner of the other one. */
  private void beside(Bytes name, byte[] content, FileAttributes like) throws IOException {
    int mode = like.permissions().orElse(FILE_MODE) & 07777;
    EnumSet<OpenFlag> flags = EnumSet.of(OpenFlag.WRITE, OpenFlag.CREATE, OpenFlag.EXCLUSIVE);
    FileAttributes first = FileAttributes.NONE.withPermissions(FILE_MODE);
    try (SftpFile file = client.open(name, flags, first)) {
      file.write(0, ByteBuffer.wrap(content));
      if (!file.stat().owner().equals(like.owner()) && like.owner().isPresent()) {
        FileAttributes.Owner owner = like.owner().get();
        file.setStat(FileAttributes.NONE.withOwner(owner.uid(), owner.gid()));
      }
      file.setStat(FileAttributes.NONE.withPermissions(mode));
      FileAttributes now = file.stat();
      boolean kept =
          now.owner().equals(like.owner()) && (now.permissions().orElse(mode) & 07777) == mode;
      if (!kept || now.size().orElse(content.length) != content.length) {
        throw new IOException("its owner and mode cannot be kept");
      }
      if (client.supports(SftpExtension.FSYNC)) {
        file.fsync();
      }
    }
  }

  private byte[] content(Bytes name) throws IOException {
    try (SftpFile file = client.open(name)) {
      long now = size(file);
      return now > MAX_FILE ? new byte[0] : bytes(file, 0, (int) now);
    }
  }

  private void remove(Bytes name, IOException cause) {
    try {
      client.remove(name);
    } catch (IOException e) {
      // It was never made, or the connection is gone: a file of public keys more lies there.
      cause.addSuppressed(e);
    }
  }

  private void write(SftpFile file, byte[] lines) throws IOException {
    try {
      file.write(size, ByteBuffer.wrap(lines));
      if (!isAdded(file, lines)) {
        throw new IOException("what was written reads differently");
      }
    } catch (IOException e) {
      throw undone(file, lines, e);
    }
    if (client.supports(SftpExtension.FSYNC)) {
      file.fsync();
    }
  }

  /** Perhaps behind what somebody else has added in the same moment. */
  private boolean isAdded(SftpFile file, byte[] lines) throws IOException {
    byte[] tail = tail(file);
    for (int at = 0; at + lines.length <= tail.length; at++) {
      if (Arrays.equals(tail, at, at + lines.length, lines, 0, lines.length)) {
        return true;
      }
    }
    return false;
  }

  /** What is behind the old end. */
  private byte[] tail(SftpFile file) throws IOException {
    return bytes(file, size, (int) Math.clamp(size(file) - size, 0L, (long) MAX_FILE));
  }

  private IOException undone(SftpFile file, byte[] lines, IOException cause) {
    String now = "it has its old size again";
    try {
      byte[] tail = tail(file);
      // Only what is ours is taken back.
      if (tail.length <= lines.length
          && Arrays.equals(tail, 0, tail.length, lines, 0, tail.length)) {
        file.setStat(FileAttributes.NONE.withSize(size));
      } else {
        now = "it was left as it is, since somebody else has changed it too";
      }
    } catch (IOException e) {
      now = "and its old size of " + size + " bytes could not be set: " + e.getMessage();
      cause.addSuppressed(e);
    }
    return new IOException(cause.getMessage() + "; " + now, cause);
  }

  /** With those above it that are missing. */
  private void makeFolder(String folder) throws IOException {
    if (folder.equals(FarPath.HOME) || folder.equals("/") || attributes(folder).isPresent()) {
      return;
    }
    makeFolder(FarPath.of(Optional.of(folder)).folder());
    client.mkdir(Octets.bytes(folder), FileAttributes.NONE.withPermissions(FOLDER_MODE));
  }

  private Optional<FileAttributes> attributes(String name) throws IOException {
    try {
      return Optional.of(client.stat(Octets.bytes(name)));
    } catch (SftpException e) {
      if (e.status() == SftpStatus.NO_SUCH_FILE) {
        return Optional.empty();
      }
      throw e;
    }
  }

  /**
   * @param mend whether write permissions of others are taken away
   */
  private Optional<Mode> mode(String name, boolean mend) throws IOException {
    FileAttributes attributes;
    try {
      attributes = client.stat(Octets.bytes(name));
    } catch (SftpException e) {
      if (e.status() == SftpStatus.CONNECTION_LOST || e.status() == SftpStatus.NO_CONNECTION) {
        throw e;
      }
      // The keys are written; this is only evidence, of which there is less then.
      return Optional.empty();
    }
    if (attributes.permissions().isEmpty()) {
      return Optional.empty();
    }
    int bits = attributes.permissions().getAsInt() & 07777;
    Mode mode = new Mode(name, bits);
    if (!mend || !mode.tooOpen()) {
      return Optional.of(mode);
    }
    int mended = bits & ~Mode.OTHERS_WRITE;
    try {
      client.setStat(Octets.bytes(name), FileAttributes.NONE.withPermissions(mended));
    } catch (SftpException e) {
      // Another one's file, or a system without such modes: the check tells whether it matters.
      return Optional.of(mode);
    }
    return Optional.of(new Mode(name, mended));
  }

  @Override
  public void close() {
    client.close();
    program.close();
  }
}
