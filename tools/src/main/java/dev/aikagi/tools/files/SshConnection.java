package dev.aikagi.tools.files;

import dev.aikagi.Bytes;
import dev.aikagi.tools.Fatal;
import dev.aikagi.tools.ssh.RemoteProgram;
import java.io.InputStream;
import java.io.OutputStream;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

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
    return start(words, Optional.empty());
  }

  /**
   * The same with a command, which need not be text.
   *
   * @param words ssh's command line without its name, up to the host
   */
  public static SshConnection start(List<String> words, Optional<Bytes> command) throws Fatal {
    try {
      return new SshConnection(RemoteProgram.start(words, command));
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
  public int finish() {
    return program.finish();
  }

  @Override
  public void awaitEnd(Duration atMost) {
    program.awaitErrors(atMost);
  }

  @Override
  public void kill() {
    program.close();
  }
}
