package dev.aikagi.sftp;

/** The status codes of section 7. */
public enum SftpStatus {
  OK("Success"),
  /** The end of the file, or of the directory. */
  EOF("End of file"),
  NO_SUCH_FILE("No such file or directory"),
  PERMISSION_DENIED("Permission denied"),
  /** Whatever has no code of its own; most errors of a file system do. */
  FAILURE("Failure"),
  BAD_MESSAGE("Bad message"),
  /** Made on this side only: there is no connection. */
  NO_CONNECTION("No connection"),
  /** Made on this side only: the connection was lost. */
  CONNECTION_LOST("Connection lost"),
  OP_UNSUPPORTED("Operation unsupported");

  private final String text;

  SftpStatus(String text) {
    this.text = text;
  }

  /** The number on the wire. */
  public int code() {
    return ordinal();
  }

  /** What OpenSSH's tools call it. */
  public String text() {
    return text;
  }

  /** Codes of later versions of the protocol, which some servers send anyway, are failures. */
  static SftpStatus of(long code) {
    SftpStatus[] all = values();
    return code < all.length ? all[(int) code] : FAILURE;
  }
}
