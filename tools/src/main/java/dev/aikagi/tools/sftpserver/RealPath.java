package dev.aikagi.tools.sftpserver;

import dev.aikagi.posix.Errno;
import dev.aikagi.posix.FileCalls;
import dev.aikagi.posix.PosixException;
import java.io.IOException;
import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.Deque;

/** realpath(3) as OpenSSH's server has it: the last name need not exist. */
final class RealPath {
  /** As in the kernel. */
  private static final int MOST_LINKS = 40;

  private final FileCalls calls;
  private final Reach reach;

  RealPath(FileCalls calls, Reach reach) {
    this.calls = calls;
    this.reach = reach;
  }

  byte[] of(byte[] path) throws IOException {
    Deque<byte[]> open = new ArrayDeque<>();
    push(open, Paths.from(reach.start(), path));
    byte[] result = {};
    int links = 0;
    while (!open.isEmpty()) {
      byte[] name = open.pop();
      if (name.length == 0 || (name.length == 1 && name[0] == '.')) {
        continue;
      }
      if (Paths.isDots(name)) {
        result = Paths.slice(result, 0, Math.max(0, Paths.beginOfLast(result, result.length) - 1));
        continue;
      }
      byte[] candidate = Paths.join(result, name);
      byte[] target = link(candidate, open.isEmpty());
      if (target.length == 0) {
        result = candidate;
        continue;
      }
      if (++links > MOST_LINKS) {
        throw new dev.aikagi.sftp.SftpException(
            dev.aikagi.sftp.SftpStatus.NO_SUCH_FILE,
            "realpath",
            dev.aikagi.Bytes.of(path),
            "too many symbolic links");
      }
      push(open, target);
      if (target[0] == '/') {
        result = new byte[0];
      }
    }
    return result.length == 0 ? new byte[] {'/'} : result;
  }

  /** Where this leads; empty if it is no link, or if it is last and not there. */
  private byte[] link(byte[] path, boolean last) throws IOException {
    try (Spot spot = reach.named(path)) {
      return calls.readLink(spot.folder(), spot.name());
    } catch (PosixException e) {
      if (e.errno() == Errno.EINVAL || (e.errno() == Errno.ENOENT && last)) {
        return new byte[0];
      }
      throw e;
    }
  }

  /** Puts the names of a path before those that are still to go. */
  private static void push(Deque<byte[]> open, byte[] path) {
    int end = path.length;
    while (true) {
      int begin = Paths.beginOfLast(path, end);
      open.push(Arrays.copyOfRange(path, begin, end));
      if (begin == 0) {
        return;
      }
      end = begin - 1;
    }
  }
}
