package dev.aikagi.tools.files;

import dev.aikagi.tools.Exit;
import dev.aikagi.tools.Fatal;
import dev.aikagi.tools.Octets;
import java.io.File;
import java.io.FilterOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;

/**
 * A program whose standard input and output are the connection: a server that runs here (-D), or
 * ssh and what takes its place (-S). It stays in this process's session, because ssh asks for
 * passwords at the terminal.
 */
public final class ProgramConnection implements Connection {
  private final Process process;
  private final OutputStream out;

  private ProgramConnection(Process process) {
    this.process = process;
    this.out = new Unbuffered(process.getOutputStream());
  }

  /** Whoever writes here has a buffer already: the JDK's would keep the end of each request. */
  private static final class Unbuffered extends FilterOutputStream {
    Unbuffered(OutputStream out) {
      super(out);
    }

    @Override
    public void write(byte[] source, int offset, int length) throws IOException {
      out.write(source, offset, length);
      out.flush();
    }
  }

  /**
   * Starts it.
   *
   * @param name the program, looked for in PATH if it has no slash
   * @param words what it gets besides its name, as octets
   */
  public static ProgramConnection start(String name, List<String> words) throws Fatal {
    if (!isThere(name)) {
      throw new Fatal("exec: " + name + ": No such file or directory\nConnection closed");
    }
    // The runtime has words in the encoding of the locale only, in which a path need not be.
    StringBuilder script = new StringBuilder("exec ").append(ShellWord.of(Octets.ofText(name)));
    words.forEach(word -> script.append(' ').append(ShellWord.of(word)));
    try {
      return new ProgramConnection(
          new ProcessBuilder("/bin/sh", "-c", script.toString())
              .redirectError(ProcessBuilder.Redirect.INHERIT)
              .start());
    } catch (IOException e) {
      throw new Fatal("exec: " + e.getMessage() + "\nConnection closed");
    }
  }

  private static boolean isThere(String name) {
    if (name.indexOf('/') >= 0) {
      return Files.exists(Path.of(name));
    }
    String path = System.getenv().getOrDefault("PATH", "/usr/bin:/bin");
    for (String folder : path.split(File.pathSeparator, -1)) {
      if (Files.isExecutable(Path.of(folder, name))) {
        return true;
      }
    }
    return false;
  }

  @Override
  public InputStream in() {
    return process.getInputStream();
  }

  @Override
  public OutputStream out() {
    return out;
  }

  @Override
  public int finish() {
    try {
      process.getOutputStream().close();
      process.getInputStream().close();
    } catch (IOException e) {
      // What was not sent any more was for nobody.
      process.destroy();
    }
    try {
      return process.waitFor();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return Exit.FATAL;
    }
  }

  @Override
  public void awaitEnd(Duration atMost) {
    try {
      boolean _ = process.waitFor(atMost);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  @Override
  public void kill() {
    process.destroy();
  }
}
