package dev.aikagi.interop.trust;

import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.aikagi.Bytes;
import dev.aikagi.key.PublicKey;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** OpenSSH's programs, run in a folder of the test's own. */
public final class RealPrograms {
  public static final String SSHD = "/usr/sbin/sshd";
  public static final String SSH = "/usr/bin/ssh";
  public static final String KEYGEN = "/usr/bin/ssh-keygen";

  private RealPrograms() {}

  /** What a program said. */
  public record Result(int status, String out, String errors) {}

  public static void assumeInstalled(String... programs) {
    for (String program : programs) {
      assumeTrue(
          Files.isExecutable(Path.of(program)), "OpenSSH's " + program + " is not installed");
    }
  }

  /** Runs to the end, which must come within a minute. */
  public static Result run(Path folder, String... command)
      throws IOException, InterruptedException {
    Path errors = Files.createTempFile(folder, "errors", "");
    Path out = Files.createTempFile(folder, "out", "");
    Process process =
        new ProcessBuilder(command)
            .directory(folder.toFile())
            .redirectInput(Path.of("/dev/null").toFile())
            .redirectOutput(out.toFile())
            .redirectError(errors.toFile())
            .start();
    if (!process.waitFor(60, TimeUnit.SECONDS)) {
      process.destroyForcibly();
      throw new IOException(List.of(command) + " does not end");
    }
    Result result =
        new Result(process.exitValue(), Files.readString(out), Files.readString(errors));
    Files.delete(errors);
    Files.delete(out);
    return result;
  }

  /** Makes a key pair without passphrase, and gives the public half. */
  public static PublicKey makeKey(Path file, String type, String bits)
      throws IOException, InterruptedException {
    List<String> command =
        new ArrayList<>(List.of(KEYGEN, "-q", "-t", type, "-N", "", "-f", file.toString()));
    if (!bits.isEmpty()) {
      command.addAll(List.of("-b", bits));
    }
    Result result = run(file.getParent(), command.toArray(new String[0]));
    if (result.status() != 0) {
      throw new IOException(result.errors());
    }
    String line = Files.readString(Path.of(file + ".pub"), StandardCharsets.US_ASCII);
    return PublicKey.parse(Bytes.of(Base64.getDecoder().decode(line.split(" ", -1)[1].strip())));
  }

  /** A real sshd on a port of its own. */
  public static final class Sshd implements AutoCloseable {
    private final Process process;
    private final int port;
    private final Path log;

    private Sshd(Process process, int port, Path log) {
      this.process = process;
      this.port = port;
      this.log = log;
    }

    /** Starts one, with these lines after the port and the address. */
    public static Sshd start(Path folder, Path hostKey, String... lines)
        throws IOException, InterruptedException {
      assumeTrue(
          "root".equals(System.getProperty("user.name")), "sshd with its own users needs root");
      Files.createDirectories(Path.of("/run/sshd"));
      int port;
      try (ServerSocket free = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
        port = free.getLocalPort();
      }
      Path config = Files.createTempFile(folder, "sshd", ".conf");
      Files.writeString(
          config,
          "ListenAddress 127.0.0.1\nPort "
              + port
              + "\nHostKey "
              + hostKey
              + "\n"
              + "PidFile none\n"
              + "StrictModes no\n"
              + "UseDNS no\n"
              + "UsePAM no\n"
              + "SetEnv HOME=/nonexistent\n"
              + "LogLevel DEBUG2\n"
              + "MaxStartups 100\n"
              + String.join("\n", lines)
              + "\n");
      Path log = Files.createTempFile(folder, "sshd", ".log");
      Process process =
          new ProcessBuilder(SSHD, "-D", "-e", "-f", config.toString())
              .redirectInput(Path.of("/dev/null").toFile())
              .redirectOutput(ProcessBuilder.Redirect.DISCARD)
              .redirectError(log.toFile())
              .start();
      Sshd sshd = new Sshd(process, port, log);
      sshd.awaitListening();
      return sshd;
    }

    private void awaitListening() throws IOException, InterruptedException {
      long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(30);
      while (System.nanoTime() < deadline) {
        if (process.waitFor(50, TimeUnit.MILLISECONDS)) {
          throw new IOException("sshd ended: " + log());
        }
        try (Socket s = new Socket()) {
          s.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), port), 1000);
          return;
        } catch (java.net.ConnectException e) {
          if (!process.isAlive()) {
            throw new IOException("sshd ended: " + log(), e);
          }
        }
      }
      throw new IOException("sshd does not listen: " + log());
    }

    public int port() {
      return port;
    }

    public String log() throws IOException {
      return Files.readString(log);
    }

    @Override
    public void close() {
      process.destroy();
    }
  }
}
