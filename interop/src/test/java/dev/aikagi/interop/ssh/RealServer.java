package dev.aikagi.interop.ssh;

import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** OpenSSH's sshd on a free port of the loopback, with keys of its own. */
final class RealServer implements AutoCloseable {
  private static final Path SSHD = Path.of("/usr/sbin/sshd");

  private final Path folder;
  private final int port;
  private final Process process;

  private RealServer(Path folder, int port, Process process) {
    this.folder = folder;
    this.port = port;
    this.process = process;
  }

  static RealServer start(Path folder) throws IOException, InterruptedException {
    assumeTrue(Files.isExecutable(SSHD), "OpenSSH's sshd is not installed");
    Files.createDirectories(Path.of("/run/sshd"));
    keygen(folder.resolve("host_key"), "ed25519", "");
    keygen(folder.resolve("other_key"), "ed25519", "");
    keygen(folder.resolve("id"), "ed25519", "");
    Files.copy(folder.resolve("id"), folder.resolve("open_id"));
    Files.setPosixFilePermissions(
        folder.resolve("open_id"), PosixFilePermissions.fromString("rw-r--r--"));
    Files.copy(folder.resolve("id.pub"), folder.resolve("authorized_keys"));
    int port;
    try (ServerSocket free = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      port = free.getLocalPort();
    }
    Path config = folder.resolve("sshd_config");
    Files.writeString(
        config,
        """
        Port %d
        ListenAddress 127.0.0.1
        HostKey %s/host_key
        AuthorizedKeysFile %s/authorized_keys
        StrictModes no
        PidFile none
        UsePAM no
        SetEnv HOME=/nonexistent
        KbdInteractiveAuthentication no
        AcceptEnv *
        """
            .formatted(port, folder, folder));
    Process process =
        new ProcessBuilder(SSHD.toString(), "-D", "-e", "-f", config.toString())
            .redirectErrorStream(true)
            .redirectOutput(folder.resolve("sshd.log").toFile())
            .start();
    awaitListening(port, process);
    return new RealServer(folder, port, process);
  }

  private static void awaitListening(int port, Process process)
      throws IOException, InterruptedException {
    for (int i = 0; i < 200; i++) {
      try (Socket socket = new Socket()) {
        socket.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), port));
        return;
      } catch (IOException e) {
        // Not yet: waiting for the process to end is the clock, and tells if it failed.
        if (process.waitFor(25, TimeUnit.MILLISECONDS)) {
          throw new IOException("sshd ended with " + process.exitValue(), e);
        }
      }
    }
    throw new IOException("sshd does not listen");
  }

  private static void keygen(Path file, String type, String passphrase)
      throws IOException, InterruptedException {
    int status =
        new ProcessBuilder(
                List.of("ssh-keygen", "-q", "-t", type, "-N", passphrase, "-f", file.toString()))
            .start()
            .waitFor();
    if (status != 0) {
      throw new IOException("ssh-keygen: " + status);
    }
  }

  int port() {
    return port;
  }

  Path folder() {
    return folder;
  }

  /** A known_hosts line for this server with the key of a .pub file. */
  String line(String marker, String publicKey) throws IOException {
    String[] words = Files.readString(folder.resolve(publicKey)).split(" ", -1);
    return marker + "[127.0.0.1]:" + port + " " + words[0] + " " + words[1] + "\n";
  }

  @Override
  public void close() {
    process.destroy();
  }
}
