package dev.aikagi.tools.sftpserver;

import dev.aikagi.Bytes;
import dev.aikagi.posix.FileCalls;
import dev.aikagi.posix.FileStatus;
import dev.aikagi.posix.OpenFolder;
import dev.aikagi.posix.PosixException;
import dev.aikagi.sftp.FileAttributes;
import dev.aikagi.sftp.ServedFolder;
import java.io.IOException;
import org.jspecify.annotations.Nullable;

/** A folder whose names are read. */
final class PosixServedFolder implements ServedFolder {
  private final FileCalls calls;
  private final OpenFolder folder;
  private final Names names;
  private final boolean atRoot;

  /**
   * Takes over the folder.
   *
   * @param atRoot whether ".." is not to be looked at
   */
  PosixServedFolder(FileCalls calls, OpenFolder folder, Names names, boolean atRoot) {
    this.calls = calls;
    this.folder = folder;
    this.names = names;
    this.atRoot = atRoot;
  }

  @Override
  public @Nullable Entry next() throws IOException {
    for (byte[] name = folder.next(); name != null; name = folder.next()) {
      byte[] looked = atRoot && name.length == 2 && Paths.isDots(name) ? new byte[] {'.'} : name;
      FileStatus status;
      try {
        status = calls.status(folder.file(), looked, false);
      } catch (PosixException e) {
        // Gone since it was listed, or nothing that this user may look at: as in OpenSSH.
        continue;
      }
      FileAttributes attributes = Attributes.of(status);
      FileAttributes.Owner owner = attributes.owner().orElseThrow();
      return new Entry(
          Bytes.of(name),
          attributes,
          status.links(),
          names.userOrNumber(owner.uid()),
          names.groupOrNumber(owner.gid()));
    }
    return null;
  }

  @Override
  public void close() {
    folder.close();
  }
}
