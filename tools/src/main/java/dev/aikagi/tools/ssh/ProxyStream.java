package dev.aikagi.tools.ssh;

import dev.aikagi.transport.ByteStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;

/** The standard streams of a ProxyCommand as a connection. */
final class ProxyStream implements ByteStream {
  private final Process process;
  private final InputStream in;
  private final OutputStream out;

  private ProxyStream(Process process) {
    this.process = process;
    this.in = process.getInputStream();
    this.out = process.getOutputStream();
  }

  /** Starts a command line, whose tokens are expanded, with the user's shell. */
  static ProxyStream start(String command) throws IOException {
    // "exec", so that ending the process ends the command and not only the shell around it.
    return new ProxyStream(
        new ProcessBuilder(LocalMachine.shell(), "-c", "exec " + command)
            .redirectError(ProcessBuilder.Redirect.INHERIT)
            .start());
  }

  @Override
  public int read(byte[] buffer, int offset, int length) throws IOException {
    return in.read(buffer, offset, length);
  }

  @Override
  public void write(byte[] buffer, int offset, int length) throws IOException {
    out.write(buffer, offset, length);
    out.flush();
  }

  @Override
  public void close() {
    // The end of the process is the end of both pipes, which wakes whoever waits on them.
    process.destroy();
  }
}
