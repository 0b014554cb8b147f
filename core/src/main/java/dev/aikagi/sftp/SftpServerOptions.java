package dev.aikagi.sftp;

import java.util.Optional;
import java.util.Set;

/**
 * How a {@link SftpServer} serves.
 *
 * @param readOnly whether all that writes is refused, with PERMISSION_DENIED
 * @param allowed the operations that are not refused; all where there is no such set
 * @param denied operations that are refused, whether or not they are allowed too
 * @param umask bits that are taken from the modes of new files and folders, in addition to the
 *     process's own
 * @param maxHandles files and folders that may be open at a time
 * @param maxUnanswered requests that are taken before their replies are written; the stream is not
 *     read any further meanwhile
 * @param observer told of everything
 */
public record SftpServerOptions(
    boolean readOnly,
    Optional<Set<SftpOperation>> allowed,
    Set<SftpOperation> denied,
    int umask,
    int maxHandles,
    int maxUnanswered,
    SftpServerObserver observer) {
  public static final int MAX_HANDLES = 1024;

  public static final int MAX_UNANSWERED = 128;

  public static final SftpServerOptions DEFAULT =
      new SftpServerOptions(
          false, Optional.empty(), Set.of(), 0, MAX_HANDLES, MAX_UNANSWERED, event -> {});

  public SftpServerOptions {
    allowed = allowed.map(Set::copyOf);
    denied = Set.copyOf(denied);
    if ((umask & ~0777) != 0) {
      throw new IllegalArgumentException("not a umask: " + Integer.toOctalString(umask));
    }
    if (maxHandles < 1 || maxUnanswered < 1) {
      throw new IllegalArgumentException("at least one handle and one request");
    }
  }

  public SftpServerOptions withReadOnly(boolean value) {
    return new SftpServerOptions(
        value, allowed, denied, umask, maxHandles, maxUnanswered, observer);
  }

  public SftpServerOptions withAllowed(Set<SftpOperation> value) {
    return new SftpServerOptions(
        readOnly, Optional.of(value), denied, umask, maxHandles, maxUnanswered, observer);
  }

  public SftpServerOptions withDenied(Set<SftpOperation> value) {
    return new SftpServerOptions(
        readOnly, allowed, value, umask, maxHandles, maxUnanswered, observer);
  }

  public SftpServerOptions withUmask(int value) {
    return new SftpServerOptions(
        readOnly, allowed, denied, value, maxHandles, maxUnanswered, observer);
  }

  public SftpServerOptions withMaxHandles(int value) {
    return new SftpServerOptions(readOnly, allowed, denied, umask, value, maxUnanswered, observer);
  }

  public SftpServerOptions withMaxUnanswered(int value) {
    return new SftpServerOptions(readOnly, allowed, denied, umask, maxHandles, value, observer);
  }

  public SftpServerOptions withObserver(SftpServerObserver value) {
    return new SftpServerOptions(
        readOnly, allowed, denied, umask, maxHandles, maxUnanswered, value);
  }
}
