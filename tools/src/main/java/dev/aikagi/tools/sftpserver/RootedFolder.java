package dev.aikagi.tools.sftpserver;

import dev.aikagi.Bytes;
import dev.aikagi.posix.FileCalls;
import dev.aikagi.posix.OpenFile;
import dev.aikagi.posix.OpenFlags;
import dev.aikagi.sftp.SftpException;
import dev.aikagi.sftp.SftpStatus;
import java.io.IOException;

/**
 * A folder that is all there is, as after chroot(2). The kernel walks every path but its last name
 * within the folder, in one call; the last name is then used by calls that follow no link. So
 * whatever a client, or a friend of his on this machine, puts in place of a name meanwhile, the
 * call is made in here; and what is outside gives the same error whether or not it exists
 * (CVE-2026-53422).
 */
final class RootedFolder implements Reach {
  private static final byte[] ITSELF = {};

  private final FileCalls calls;
  private final OpenFile root;
  private final byte[] startPath;

  private RootedFolder(FileCalls calls, OpenFile root, byte[] startPath) {
    this.calls = calls;
    this.root = root;
    this.startPath = startPath;
  }

  /**
   * Takes over the root.
   *
   * @param startPath absolute, as seen from inside, without a slash at its end
   * @throws IOException where there is no such folder, or where the kernel does not know
   *     openat2(2), which is since Linux 5.6: to serve some of it unsafely would be worse
   */
  static RootedFolder of(FileCalls calls, OpenFile root, byte[] startPath) throws IOException {
    try {
      int folder = OpenFlags.PATH_ONLY | OpenFlags.FOLDER;
      calls.openInRoot(root, slash(startPath), folder, 0).close();
      return new RootedFolder(calls, root, startPath);
    } catch (IOException | RuntimeException e) {
      root.close();
      throw e;
    }
  }

  private static byte[] slash(byte[] path) {
    return path.length == 0 ? new byte[] {'/'} : path;
  }

  @Override
  public OpenFile open(byte[] path, int flags, int mode) throws IOException {
    return calls.openInRoot(root, Paths.from(startPath, path), flags, mode);
  }

  @Override
  public Spot named(byte[] path) throws IOException {
    byte[] whole = Paths.from(startPath, path);
    int end = Paths.endOfLast(whole);
    int begin = Paths.beginOfLast(whole, end);
    byte[] last = Paths.slice(whole, begin, end);
    if (Paths.isDots(last)) {
      // ".." of the root would be the folder around it.
      throw new SftpException(SftpStatus.FAILURE, "find", Bytes.of(path), "not a name");
    }
    byte[] parent = slash(Paths.slice(whole, 0, begin));
    OpenFile folder = calls.openInRoot(root, parent, OpenFlags.PATH_ONLY | OpenFlags.FOLDER, 0);
    return new Spot(folder, last, false, true);
  }

  @Override
  public Spot followed(byte[] path) throws IOException {
    return new Spot(open(path, OpenFlags.PATH_ONLY, 0), ITSELF, true, true);
  }

  @Override
  public byte[] start() {
    return startPath;
  }

  @Override
  public boolean isWholeSystem() {
    return false;
  }

  @Override
  public void close() {
    root.close();
  }
}
