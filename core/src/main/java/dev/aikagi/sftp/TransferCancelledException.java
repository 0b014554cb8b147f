package dev.aikagi.sftp;

import dev.aikagi.Bytes;

/** A transfer ended because of its {@link Cancellation}. The connection is usable as before. */
public final class TransferCancelledException extends SftpException {
  private static final long serialVersionUID = 1L;

  TransferCancelledException(String operation, Bytes path) {
    super(SftpStatus.FAILURE, operation, path, "cancelled");
  }
}
