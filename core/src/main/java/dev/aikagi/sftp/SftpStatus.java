package dev.aikagi.sftp;

/** The status codes of section 7. */
public enum SftpStatus {
  OK(0, "Success"),
  /** The end of the file, or of the directory. */
  EOF(1, "End of file"),
  NO_SUCH_FILE(2, "No such file or directory"),
  PERMISSION_DENIED(3, "Permission denied"),
  /** Whatever has no code of its own; most errors of a file system do. */
  FAILURE(4, "Failure"),
  BAD_MESSAGE(5, "Bad message"),
  /** Made on this side only: there is no connection. */
  NO_CONNECTION(6, "No connection"),
  /** Made on this side only: the connection was lost. */
  CONNECTION_LOST(7, "Connection lost"),
  OP_UNSUPPORTED(8, "Operation unsupported");

  private final int code;
  private final String text;

  SftpStatus(int code, String text) {
    this.code = code;
    this.text = text;
  }

  /** The number on the wire. */
  public int code() {
    return code;
  }

  /** What OpenSSH's tools call it. */
  public String text() {
    return text;
  }

  /** Codes of later versions of the protocol, which some servers send anyway, are failures. */
  static SftpStatus of(long code) {
    for (SftpStatus s : values()) {
      if (s.code == code) {
        return s;
      }
    }
    return FAILURE;
  }
}
