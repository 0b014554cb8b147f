package dev.aikagi.sftp;

import dev.aikagi.Bytes;
import java.io.IOException;
import java.util.Optional;

/** What holds for folders whichever way they are copied. */
record TreeRules(Transfer transfer, TransferListener listener) {
  /** MAX_DIR_DEPTH of OpenSSH. */
  static final int MAX_DEPTH = 64;

  private static final int DEFAULT_FOLDER = 0777;
  private static final int OWNER_ENTERS = 0300;

  private int mode(FileAttributes folder) {
    return transfer.options().folderPermissions(folder.permissions().orElse(DEFAULT_FOLDER));
  }

  /** The mode that it is made with: whoever copies puts something into it. */
  int firstMode(FileAttributes folder) {
    return mode(folder) | OWNER_ENTERS;
  }

  /**
   * What it gets when all that is in it is there; empty where it has all that already.
   *
   * @param made whether it was made by this copy
   */
  Optional<FileAttributes> last(FileAttributes folder, boolean made) {
    if (transfer.options().preserve()) {
      return Optional.of(transfer.preserved(folder).withPermissions(mode(folder)));
    }
    return made && mode(folder) != firstMode(folder)
        ? Optional.of(FileAttributes.NONE.withPermissions(mode(folder)))
        : Optional.empty();
  }

  /** Whatever is no end of the connection is this path's alone. */
  void failed(Bytes path, IOException e) throws IOException {
    if (!transfer.client().isOpen() || e instanceof TransferCancelledException) {
      throw e;
    }
    listener.failed(path, e);
  }

  void tooDeep(String operation, Bytes path) {
    listener.failed(
        path,
        new SftpException(
            SftpStatus.FAILURE, operation, path, "more than " + MAX_DEPTH + " folders deep"));
  }
}
