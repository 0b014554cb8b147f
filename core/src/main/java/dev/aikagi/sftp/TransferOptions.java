package dev.aikagi.sftp;

import org.jspecify.annotations.Nullable;

/**
 * How files are transferred.
 *
 * @param resume goes on behind what the target has already. A target that is larger than the source
 *     is refused; one that is as large is left alone. What is there is not compared
 * @param inPlace writes over what the target has and cuts it at the end, instead of emptying it
 *     first: a file that is copied onto itself by another of its names stays whole, as with scp
 * @param preserve gives the target the source's times and permissions
 * @param specialBits also set-user-id, set-group-id and sticky, where permissions are set at all: a
 *     server should not be able to make a program that runs as somebody else
 * @param sync has the target brought to its disk before it is closed
 * @param followLinks a recursive transfer copies what symbolic links inside point to, as scp does;
 *     else it leaves them out, as sftp does
 * @param progress is told how far a file is, not of small ones in a recursive transfer; null for
 *     nobody
 * @param cancellation ends it from another thread; null for never
 */
public record TransferOptions(
    boolean resume,
    boolean inPlace,
    boolean preserve,
    boolean specialBits,
    boolean sync,
    boolean followLinks,
    @Nullable TransferProgress progress,
    @Nullable Cancellation cancellation) {
  /** Whole files, without times and modes, silently. */
  public static final TransferOptions DEFAULTS =
      new TransferOptions(false, false, false, false, false, false, null, null);

  public TransferOptions withResume(boolean on) {
    return new TransferOptions(
        on, inPlace, preserve, specialBits, sync, followLinks, progress, cancellation);
  }

  public TransferOptions withInPlace(boolean on) {
    return new TransferOptions(
        resume, on, preserve, specialBits, sync, followLinks, progress, cancellation);
  }

  public TransferOptions withPreserve(boolean on) {
    return new TransferOptions(
        resume, inPlace, on, specialBits, sync, followLinks, progress, cancellation);
  }

  public TransferOptions withSpecialBits(boolean on) {
    return new TransferOptions(
        resume, inPlace, preserve, on, sync, followLinks, progress, cancellation);
  }

  public TransferOptions withSync(boolean on) {
    return new TransferOptions(
        resume, inPlace, preserve, specialBits, on, followLinks, progress, cancellation);
  }

  public TransferOptions withFollowLinks(boolean on) {
    return new TransferOptions(
        resume, inPlace, preserve, specialBits, sync, on, progress, cancellation);
  }

  public TransferOptions withProgress(TransferProgress told) {
    return new TransferOptions(
        resume, inPlace, preserve, specialBits, sync, followLinks, told, cancellation);
  }

  public TransferOptions withCancellation(Cancellation by) {
    return new TransferOptions(
        resume, inPlace, preserve, specialBits, sync, followLinks, progress, by);
  }

  /** The permissions that may be set of these. */
  int permissions(int mode) {
    return mode & (specialBits ? 07777 : 0777);
  }

  /** The same of a folder, where the sticky bit harms nobody. */
  int folderPermissions(int mode) {
    return mode & (specialBits ? 07777 : 01777);
  }
}
