package dev.aikagi.sftp;

import dev.aikagi.Bytes;
import org.jspecify.annotations.Nullable;

/**
 * Why there is no connection any more.
 *
 * @param reason for people
 */
record ConnectionEnd(SftpStatus status, String reason, @Nullable Throwable cause) {
  /** A new one for each thread that has to know. */
  SftpException exception(String operation, Bytes path) {
    return new SftpException(status, operation, path, reason, cause);
  }
}
