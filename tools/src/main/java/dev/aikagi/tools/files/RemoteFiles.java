package dev.aikagi.tools.files;

import dev.aikagi.sftp.DirectoryEntry;
import dev.aikagi.sftp.DirectoryListing;
import dev.aikagi.sftp.FileAttributes;
import dev.aikagi.sftp.LocalFiles;
import dev.aikagi.sftp.SftpClient;
import dev.aikagi.sftp.SftpException;
import dev.aikagi.sftp.SftpStatus;
import dev.aikagi.sftp.Transfer;
import dev.aikagi.tools.Octets;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.BooleanSupplier;

/** The server's files, for {@link Glob}. */
public final class RemoteFiles implements Glob.Files {
  private final SftpClient client;
  private final BooleanSupplier interrupted;

  /**
   * @param interrupted whether listings are to end where they are
   */
  public RemoteFiles(SftpClient client, BooleanSupplier interrupted) {
    this.client = client;
    this.interrupted = interrupted;
  }

  /** What there is; whatever the server says against it, there is nothing. */
  private interface Question {
    FileAttributes ask() throws IOException;
  }

  private static Optional<FileAttributes> answer(Question question) throws IOException {
    try {
      return Optional.of(question.ask());
    } catch (SftpException e) {
      if (isLost(e)) {
        throw e;
      }
      return Optional.empty();
    }
  }

  private static boolean isLost(SftpException e) {
    return e.status() == SftpStatus.CONNECTION_LOST || e.status() == SftpStatus.NO_CONNECTION;
  }

  @Override
  public Optional<FileAttributes> lstat(String path) throws IOException {
    return answer(() -> client.lstat(Octets.bytes(path)));
  }

  @Override
  public Optional<FileAttributes> stat(String path) throws IOException {
    return answer(() -> client.stat(Octets.bytes(path)));
  }

  /**
   * Downloads a file that a pattern found.
   *
   * @param alone whether it is all that was found: what was said of one of many may be old by now
   */
  public static void download(
      Transfer transfer, Glob.Match match, boolean alone, String to, LocalFiles files)
      throws IOException {
    FileAttributes known = alone ? match.attributes() : FileAttributes.NONE;
    transfer.download(Octets.bytes(match.path()), known, Octets.bytes(to), files);
  }

  public boolean isFolder(String path) throws IOException {
    return stat(path).filter(FileAttributes::isDirectory).isPresent();
  }

  @Override
  public List<Glob.Entry> entries(String folder) throws IOException {
    List<Glob.Entry> entries = new ArrayList<>();
    try {
      each(
          folder,
          entry ->
              entries.add(
                  new Glob.Entry(Octets.of(entry.name()), Optional.of(entry.attributes()))));
    } catch (SftpException e) {
      if (isLost(e)) {
        throw e;
      }
      // A folder that cannot be read has nothing that fits.
    }
    return entries;
  }

  /** What is done with each of a folder's entries. */
  public interface Visitor {
    void visit(DirectoryEntry entry) throws IOException;
  }

  /** All of a folder, as it comes and as far as nobody interrupts it. */
  public void each(String folder, Visitor visitor) throws IOException {
    try (DirectoryListing listing = client.list(Octets.bytes(folder))) {
      for (Optional<DirectoryEntry> next = listing.next();
          next.isPresent() && !interrupted.getAsBoolean();
          next = listing.next()) {
        visitor.visit(next.get());
      }
    }
  }
}
