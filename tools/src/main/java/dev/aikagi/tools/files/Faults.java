package dev.aikagi.tools.files;

import dev.aikagi.posix.PosixException;
import dev.aikagi.sftp.SftpException;
import dev.aikagi.sftp.SftpStatus;
import dev.aikagi.tools.Fatal;
import dev.aikagi.tools.Octets;
import java.io.IOException;
import java.util.Set;

/** What is said of an operation that failed, behind what was tried. */
public final class Faults {
  /** What servers send where they have nothing to add. */
  private static final Set<String> USUAL =
      Set.of(
          "Success",
          "End of file",
          "No such file",
          "No such file or directory",
          "Permission denied",
          "Failure",
          "Bad message",
          "Operation unsupported");

  /** What the library calls its transfers. */
  private static final Set<String> WHOLE = Set.of("download", "upload");

  private Faults() {}

  /**
   * The status as OpenSSH calls it, with the server's own words where they say more.
   *
   * @throws Fatal if there is no connection any more
   */
  public static String text(IOException e) throws Fatal {
    if (e instanceof SftpException s) {
      return text(s);
    }
    return e instanceof PosixException p
        ? p.reason()
        : Shown.of(Octets.ofText("" + e.getMessage()));
  }

  private static String text(SftpException e) throws Fatal {
    if (e.status() == SftpStatus.CONNECTION_LOST || e.status() == SftpStatus.NO_CONNECTION) {
      throw new Fatal("Connection closed");
    }
    String status = e.status().text();
    String detail = e.detail();
    if (detail.isEmpty() || USUAL.contains(detail)) {
      return status;
    }
    String shown = Shown.of(Octets.ofText(detail));
    // What the client itself refuses is told by its reason alone.
    return WHOLE.contains(e.operation()) ? shown : status + " (" + shown + ")";
  }

  /** The server's own words, where it has some. */
  public static String words(IOException e) throws Fatal {
    String text = text(e);
    return e instanceof SftpException s && !s.detail().isEmpty()
        ? Shown.of(Octets.ofText(s.detail()))
        : text;
  }

  /** Whether it failed as a whole, and not by one request to the server. */
  static boolean isWhole(SftpException e) {
    return WHOLE.contains(e.operation());
  }
}
