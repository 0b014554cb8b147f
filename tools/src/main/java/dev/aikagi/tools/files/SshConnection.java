package dev.aikagi.tools.files;

import dev.aikagi.tools.Fatal;
import dev.aikagi.tools.ssh.RemoteProgram;
import java.io.InputStream;
import java.io.OutputStream;
import java.util.List;

/** The connection through our own ssh, in this process: its threads and no pipes. */
public final class SshConnection implements Connection {
  private final RemoteProgram program;

  private SshConnection(RemoteProgram program) {
    this.program = program;
  }

  /**
   * Logs in and starts the server at the far end.
   *
   * @param words ssh's command line without its name
   */
  public static SshConnection start(List<String> words) throws Fatal {
    try {
      return new SshConnection(RemoteProgram.start(words));
    } catch (RemoteProgram.NotStarted e) {
      // ssh has said why; OpenSSH's sftp sees no more than its child's end.
      throw new Fatal("Connection closed");
    }
  }

  @Override
  public InputStream in() {
    return program.output();
  }

  @Override
  public OutputStream out() {
    return program.input();
  }

  @Override
  public void close() {
    program.finish();
  }

  @Override
  public void kill() {
    program.close();
  }
}
