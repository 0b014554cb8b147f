package dev.aikagi.sftp;

import dev.aikagi.Bytes;
import dev.aikagi.Printable;
import dev.aikagi.SshException;
import org.jspecify.annotations.Nullable;

/**
 * An operation failed: the server said so, or ({@link SftpStatus#CONNECTION_LOST}, {@link
 * SftpStatus#NO_CONNECTION}) there is no server any more, or ({@link SftpStatus#OP_UNSUPPORTED}) it
 * does not announce what the operation needs.
 */
public class SftpException extends SshException {
  private static final long serialVersionUID = 1L;

  /** The limit of what is shown of the other side's words, in characters. */
  private static final int MAX_TEXT = 1024;

  private final SftpStatus status;
  private final String operation;
  private final transient Bytes path;
  private final String detail;

  /**
   * @param operation a word for people and logs, such as "open"
   * @param path what it was done to; empty where it was nothing of a name
   * @param detail the other side's words or the reason; may be empty
   */
  public SftpException(
      SftpStatus status, String operation, Bytes path, String detail, @Nullable Throwable cause) {
    super(render(status, operation, path, detail), cause);
    this.status = status;
    this.operation = operation;
    this.path = path;
    this.detail = detail;
  }

  public SftpException(SftpStatus status, String operation, Bytes path, String detail) {
    this(status, operation, path, detail, null);
  }

  public SftpStatus status() {
    return status;
  }

  public String operation() {
    return operation;
  }

  public Bytes path() {
    return path;
  }

  /** The other side's words, or the reason; not made safe to print. */
  public String detail() {
    return detail;
  }

  private static String render(SftpStatus status, String operation, Bytes path, String detail) {
    StringBuilder out = new StringBuilder(operation);
    if (!path.isEmpty()) {
      out.append(" \"").append(Printable.of(path.utf8(), MAX_TEXT)).append('"');
    }
    out.append(": ").append(status.text());
    if (!detail.isEmpty() && !detail.equals(status.text())) {
      out.append(" (").append(Printable.of(detail, MAX_TEXT)).append(')');
    }
    return out.toString();
  }
}
