package dev.aikagi.tools.files;

import dev.aikagi.Bytes;
import dev.aikagi.posix.Errno;
import dev.aikagi.posix.FileCalls;
import dev.aikagi.posix.FileStatus;
import dev.aikagi.posix.OpenFile;
import dev.aikagi.posix.OpenFlags;
import dev.aikagi.posix.OpenFolder;
import dev.aikagi.posix.PosixException;
import dev.aikagi.sftp.DirectoryEntry;
import dev.aikagi.sftp.FileAttributes;
import dev.aikagi.sftp.LocalFiles;
import dev.aikagi.sftp.TransferSource;
import dev.aikagi.sftp.TransferTarget;
import dev.aikagi.tools.Octets;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * The files of this machine, by names that are bytes, from a working folder of its own: the JDK can
 * neither name all files nor change the process's folder. For one thread at a time.
 */
public final class LocalDisk implements LocalFiles, Glob.Files {
  /** Before 1970 and after 2106 there is no time in the protocol. */
  private static final long LAST_TIME = 0xffff_ffffL;

  private final FileCalls calls = new FileCalls();
  private OpenFile folder = OpenFile.workingFolder(calls);
  private boolean moved;

  // The working folder

  public void changeFolder(String path) throws PosixException {
    int flags = OpenFlags.PATH_ONLY | OpenFlags.FOLDER;
    OpenFile next = calls.open(folder, Octets.array(path), flags, 0);
    try {
      // To be in a folder takes the right to go through it.
      calls.status(next, new byte[] {'.'}, true);
    } catch (PosixException e) {
      next.close();
      throw e;
    }
    folder.close();
    folder = next;
    moved = true;
  }

  /** Its path as the kernel knows it. */
  public String folderPath() throws PosixException {
    return Octets.of(moved ? folder.path() : calls.workingFolderPath());
  }

  /** Whether it is another one than the process's. */
  public boolean moved() {
    return moved;
  }

  public void makeFolder(String path) throws PosixException {
    calls.makeFolder(folder, Octets.array(path), 0777);
  }

  public boolean isFolder(String path) {
    try {
      return calls.status(folder, Octets.array(path), true).isFolder();
    } catch (PosixException e) {
      return false;
    }
  }

  public boolean isRegular(String path) {
    return stat(path).filter(FileAttributes::isRegularFile).isPresent();
  }

  /** Why it is no folder. */
  public String whyNoFolder(String path) {
    return stat(path).isPresent() ? "Not a directory" : whyNot(path);
  }

  /** Why there is nothing of this name. */
  public String whyNot(String path) {
    try {
      calls.status(folder, Octets.array(path), true);
      return "it came meanwhile";
    } catch (PosixException e) {
      return e.reason();
    }
  }

  // For patterns

  @Override
  public Optional<FileAttributes> lstat(String path) {
    return known(path, false);
  }

  @Override
  public Optional<FileAttributes> stat(String path) {
    return known(path, true);
  }

  private Optional<FileAttributes> known(String path, boolean follow) {
    try {
      return Optional.of(attributes(calls.status(folder, Octets.array(path), follow)));
    } catch (PosixException e) {
      return Optional.empty(); // Whatever the reason, there is nothing that fits.
    }
  }

  @Override
  public List<Glob.Entry> entries(String path) {
    List<Glob.Entry> entries = new ArrayList<>();
    try (OpenFolder listed = openFolder(Octets.array(path))) {
      for (byte[] name = listed.next(); name != null; name = listed.next()) {
        entries.add(new Glob.Entry(Octets.of(name), Optional.empty()));
      }
    } catch (PosixException e) {
      return entries; // A folder that cannot be read has nothing that fits.
    }
    return entries;
  }

  private OpenFolder openFolder(byte[] path) throws PosixException {
    return new OpenFolder(calls.open(folder, path, OpenFlags.FOLDER, 0));
  }

  // For transfers

  /** Something of this machine's that may fail. */
  private interface Call<T> {
    T make() throws PosixException;
  }

  private static <T> T tried(String what, Bytes path, Call<T> call) throws LocalFault {
    try {
      return call.make();
    } catch (PosixException e) {
      throw new LocalFault(what, Octets.of(path), e);
    }
  }

  @Override
  public FileAttributes stat(Bytes path, boolean followLinks) throws IOException {
    return tried(
        "stat local", path, () -> attributes(calls.status(folder, path.toArray(), followLinks)));
  }

  @Override
  public Listing list(Bytes path) throws IOException {
    OpenFolder listed = tried("local opendir", path, () -> openFolder(path.toArray()));
    return new FolderListing(listed, path);
  }

  @Override
  public TransferSource source(Bytes path) throws IOException {
    OpenFile file =
        tried("open local", path, () -> calls.open(folder, path.toArray(), OpenFlags.READ, 0));
    return new LocalSource(file, Octets.of(path));
  }

  @Override
  public TransferTarget target(Bytes path, int permissions, boolean keep) throws IOException {
    int flags = OpenFlags.WRITE | OpenFlags.CREATE | (keep ? 0 : OpenFlags.TRUNCATE);
    OpenFile file =
        tried("open local", path, () -> calls.open(folder, path.toArray(), flags, permissions));
    return new LocalTarget(file, Octets.of(path));
  }

  @Override
  public boolean makeFolder(Bytes path, int permissions) throws IOException {
    return tried("mkdir local", path, () -> made(path.toArray(), permissions));
  }

  private boolean made(byte[] path, int permissions) throws PosixException {
    try {
      calls.makeFolder(folder, path, permissions);
      return true;
    } catch (PosixException e) {
      if (e.errno() == Errno.EEXIST && calls.status(folder, path, true).isFolder()) {
        return false;
      }
      throw e;
    }
  }

  @Override
  public void setAttributes(Bytes path, FileAttributes attributes) throws IOException {
    tried(
        "local set attributes on",
        path,
        () -> {
          set(path.toArray(), attributes);
          return path;
        });
  }

  private void set(byte[] path, FileAttributes attributes) throws PosixException {
    if (attributes.permissions().isPresent()) {
      calls.changeMode(folder, path, attributes.permissions().getAsInt() & 07777, true);
    }
    if (attributes.times().isPresent()) {
      FileAttributes.Times times = attributes.times().get();
      calls.changeTimes(folder, path, times.atime(), times.mtime(), true);
    }
  }

  static FileAttributes attributes(FileStatus status) {
    return FileAttributes.NONE
        .withSize(status.size())
        .withOwner(status.uid() & 0xffff_ffffL, status.gid() & 0xffff_ffffL)
        .withPermissions(status.mode())
        .withTimes(
            Math.clamp(status.accessed(), 0, LAST_TIME),
            Math.clamp(status.modified(), 0, LAST_TIME));
  }

  private final class FolderListing implements Listing {
    private final OpenFolder listed;
    private final Bytes path;

    FolderListing(OpenFolder listed, Bytes path) {
      this.listed = listed;
      this.path = path;
    }

    @Override
    public Optional<DirectoryEntry> next() throws IOException {
      while (true) {
        Optional<byte[]> name =
            tried("local readdir", path, () -> Optional.ofNullable(listed.next()));
        if (name.isEmpty()) {
          return Optional.empty();
        }
        String octets = Octets.of(name.get());
        if (octets.equals(".") || octets.equals("..")) {
          continue;
        }
        return Optional.of(
            new DirectoryEntry(Bytes.of(name.get()), Bytes.EMPTY, known(name.get())));
      }
    }

    private FileAttributes known(byte[] name) {
      try {
        return attributes(calls.status(listed.file(), name, false));
      } catch (PosixException e) {
        return FileAttributes.NONE; // Whoever wants it asks for it, and is told.
      }
    }

    @Override
    public void close() {
      listed.close();
    }
  }
}
