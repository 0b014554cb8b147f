package dev.aikagi.tools.copyid;

import dev.aikagi.Bytes;
import dev.aikagi.tools.ssh.LoggedIn;
import java.io.IOException;
import java.util.function.Consumer;

/**
 * The far end's file of keys, by whichever way answers there, and what is in it.
 *
 * @param content nothing where there is no such file yet
 */
public record FarKeys(RemoteKeys keys, Bytes content) implements AutoCloseable {
  /**
   * By a shell, or where none answers by SFTP.
   *
   * @param usual whether it is the file that the server looks at, wherever that is
   * @param note told of the change of ways
   */
  public static FarKeys read(LoggedIn login, FarPath path, boolean usual, Consumer<String> note)
      throws IOException {
    ShellKeys shell = new ShellKeys(login, path, usual);
    try {
      return new FarKeys(shell, Bytes.of(shell.read()));
    } catch (NoShell e) {
      note.accept(login.destination() + ": " + e.getMessage() + "; going on by SFTP");
      return bySftp(login, path);
    }
  }

  static FarKeys bySftp(LoggedIn login, FarPath path) throws IOException {
    SftpKeys sftp = SftpKeys.on(login, path);
    try {
      return new FarKeys(sftp, Bytes.of(sftp.read()));
    } catch (IOException e) {
      sftp.close();
      throw e;
    }
  }

  @Override
  public void close() {
    keys.close();
  }
}
