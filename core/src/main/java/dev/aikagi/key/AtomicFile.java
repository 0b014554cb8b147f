package dev.aikagi.key;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.SecureRandom;
import java.util.HexFormat;
import java.util.Set;

/**
 * Writes a file so that at every moment, and after a crash, there is the old content or the new
 * one, and so that a secret never has a wider mode than it shall have in the end: a file that is
 * made first and restricted afterwards can be opened in between (CVE-2022-24302).
 */
public final class AtomicFile {
  /** For secrets. */
  public static final Set<PosixFilePermission> OWNER_ONLY =
      Set.of(PosixFilePermission.OWNER_READ, PosixFilePermission.OWNER_WRITE);

  /** For what everybody may read. */
  public static final Set<PosixFilePermission> PUBLIC =
      Set.of(
          PosixFilePermission.OWNER_READ,
          PosixFilePermission.OWNER_WRITE,
          PosixFilePermission.GROUP_READ,
          PosixFilePermission.OTHERS_READ);

  private static final int ATTEMPTS = 16;

  private AtomicFile() {}

  /**
   * Replaces or makes the file. A symbolic link stays, and what it points to is replaced; a device
   * or a pipe is written to as it stands.
   *
   * @param permissions less the process's umask
   */
  public static void write(Path file, byte[] content, Set<PosixFilePermission> permissions)
      throws IOException {
    if (Files.exists(file) && !Files.isRegularFile(file)) {
      Files.write(file, content, StandardOpenOption.WRITE);
      return;
    }
    Path target = Files.isSymbolicLink(file) ? file.toRealPath() : file.toAbsolutePath();
    Path temporary = create(target, content, permissions);
    try {
      Files.move(temporary, target, StandardCopyOption.ATOMIC_MOVE);
    } catch (IOException e) {
      Files.deleteIfExists(temporary);
      throw e;
    }
    syncDirectory(target);
  }

  private static Path create(Path target, byte[] content, Set<PosixFilePermission> permissions)
      throws IOException {
    for (int attempt = 1; ; attempt++) {
      Path temporary = target.resolveSibling(temporaryName(target));
      try (FileChannel channel =
          FileChannel.open(
              temporary,
              Set.of(StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE),
              attributes(target, permissions))) {
        return fill(channel, temporary, content);
      } catch (FileAlreadyExistsException e) {
        if (attempt == ATTEMPTS) {
          throw e;
        }
      }
    }
  }

  private static Path fill(FileChannel channel, Path temporary, byte[] content) throws IOException {
    try {
      ByteBuffer source = ByteBuffer.wrap(content);
      while (source.hasRemaining()) {
        channel.write(source);
      }
      channel.force(true);
      return temporary;
    } catch (IOException e) {
      Files.deleteIfExists(temporary);
      throw e;
    }
  }

  private static String temporaryName(Path target) {
    byte[] random = new byte[6];
    new SecureRandom().nextBytes(random);
    return target.getFileName() + "." + HexFormat.of().formatHex(random);
  }

  private static FileAttribute<?>[] attributes(Path target, Set<PosixFilePermission> permissions) {
    return target.getFileSystem().supportedFileAttributeViews().contains("posix")
        ? new FileAttribute<?>[] {PosixFilePermissions.asFileAttribute(permissions)}
        : new FileAttribute<?>[0];
  }

  /** The new name must survive a crash too. */
  private static void syncDirectory(Path target) throws IOException {
    Path directory = target.getParent();
    if (directory == null
        || !target.getFileSystem().supportedFileAttributeViews().contains("posix")) {
      return;
    }
    try (FileChannel channel = FileChannel.open(directory, StandardOpenOption.READ)) {
      channel.force(true);
    } catch (java.nio.file.AccessDeniedException e) {
      // A directory that may be written to and not read cannot be synchronised; the file is there.
      return;
    }
  }
}
