package dev.aikagi.tools.files;

import dev.aikagi.sftp.SftpException;
import dev.aikagi.sftp.TransferCancelledException;
import dev.aikagi.tools.Fatal;
import dev.aikagi.tools.Octets;
import java.io.IOException;

/** What is said of a transfer that failed. */
public final class TransferFaults {
  private TransferFaults() {}

  /**
   * The message; empty where it was said already.
   *
   * @param side what OpenSSH calls the server's file in its messages
   */
  public static String text(String side, IOException e) throws Fatal {
    if (e instanceof TransferCancelledException) {
      return "";
    }
    if (e instanceof LocalFault local) {
      return local.text();
    }
    String why = Faults.text(e);
    if (e instanceof SftpException s && !s.path().isEmpty()) {
      return (Faults.isWhole(s) ? "" : side + " ")
          + s.operation()
          + " \""
          + Shown.of(Octets.of(s.path()))
          + "\": "
          + why;
    }
    return side + ": " + why;
  }
}
