package dev.aikagi.sftp;

import dev.aikagi.Bytes;
import java.util.Optional;
import java.util.Set;

/**
 * What a server tells its observer, which may log it. Paths and texts are the client's and not made
 * safe to print.
 */
public sealed interface SftpServerEvent {
  /** The client said which version it speaks. */
  record Started(long version) implements SftpServerEvent {}

  /**
   * Something was done, or failed; not the reads and writes that went well.
   *
   * @param path what it was done to, by the name under which it was opened; empty where it was
   *     nothing
   * @param second the new name, of what has two; for a link, the link, while path is its target
   * @param attributes those to be set, or wished for what is made
   * @param flags of OPEN
   * @param result what the client was told
   * @param reason of a failure, in words; may be empty
   */
  record Performed(
      SftpOperation operation,
      Bytes path,
      Bytes second,
      FileAttributes attributes,
      Set<OpenFlag> flags,
      SftpStatus result,
      String reason)
      implements SftpServerEvent {
    public Performed {
      flags = Set.copyOf(flags);
    }
  }

  /** A request was not even tried. */
  record Refused(SftpOperation operation, Refusal reason) implements SftpServerEvent {}

  /**
   * A file or folder is no longer open.
   *
   * @param bytesRead of a file
   * @param bytesWritten of a file
   * @param forced by the end of the connection, not by the client
   */
  record Closed(Bytes path, boolean folder, long bytesRead, long bytesWritten, boolean forced)
      implements SftpServerEvent {}

  /**
   * A request that is not known here.
   *
   * @param type its number
   * @param extension its name, if it is an EXTENDED
   */
  record Unknown(int type, Optional<String> extension) implements SftpServerEvent {}

  /** Why a request was not tried. */
  enum Refusal {
    /** It is among {@link SftpServerOptions#denied}. */
    DENIED,
    /** It is not among {@link SftpServerOptions#allowed}. */
    NOT_ALLOWED,
    /** It writes, and this server only lets read. */
    READ_ONLY
  }
}
