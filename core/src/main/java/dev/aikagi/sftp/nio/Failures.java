package dev.aikagi.sftp.nio;

import dev.aikagi.sftp.SftpException;
import dev.aikagi.sftp.SftpStatus;
import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.ClosedFileSystemException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileSystemException;
import java.nio.file.NoSuchFileException;
import java.util.EnumSet;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What the server refuses, as the exceptions of java.nio.file. The protocol has few words: that a
 * file exists, is a folder, or a folder is not empty is a mere FAILURE, and which one is found out
 * by looking.
 */
final class Failures {
  /** OpenSSH says EINVAL by BAD_MESSAGE, and ENOTDIR as it does ENOENT. */
  private static final Set<SftpStatus> VAGUE =
      EnumSet.of(
          SftpStatus.FAILURE,
          SftpStatus.BAD_MESSAGE,
          SftpStatus.NO_SUCH_FILE,
          SftpStatus.PERMISSION_DENIED);

  private Failures() {}

  /** Whether looking at the file may tell more. */
  static boolean isVague(SftpException e) {
    return VAGUE.contains(e.status());
  }

  static boolean isAbsence(SftpException e) {
    return e.status() == SftpStatus.NO_SUCH_FILE;
  }

  /**
   * The exception to be thrown; without a connection the given one itself, which has the reason.
   *
   * @throws ClosedFileSystemException where the reason is that the file system was closed
   */
  static IOException of(SftpException e, SftpPath file) {
    return of(e, file, null);
  }

  /** The same for an operation with two files. */
  static IOException of(SftpException e, SftpPath file, @Nullable SftpPath other) {
    String name = file.toString();
    String second = other == null ? null : other.toString();
    return switch (e.status()) {
      case NO_SUCH_FILE -> caused(new NoSuchFileException(name, second, null), e);
      case PERMISSION_DENIED -> caused(new AccessDeniedException(name, second, null), e);
      case NO_CONNECTION, CONNECTION_LOST -> {
        file.getFileSystem().checkConnected();
        yield e;
      }
      case OP_UNSUPPORTED, FAILURE, BAD_MESSAGE, EOF, OK ->
          caused(new FileSystemException(name, second, reason(e)), e);
    };
  }

  private static String reason(SftpException e) {
    return e.operation() + ": " + (e.detail().isEmpty() ? e.status().text() : e.detail());
  }

  static <T extends FileSystemException> T caused(T thrown, SftpException e) {
    thrown.initCause(e);
    return thrown;
  }

  /** For what makes a new name: that it is there already is the reason that a caller looks for. */
  static IOException ofNewName(SftpException e, SftpPath file) throws IOException {
    return e.status() == SftpStatus.FAILURE && file.getFileSystem().exists(file, false)
        ? caused(new FileAlreadyExistsException(file.toString()), e)
        : of(e, file);
  }
}
