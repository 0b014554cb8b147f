package dev.aikagi.bench;

import dev.aikagi.algorithm.CipherAlgorithm;
import dev.aikagi.algorithm.MacAlgorithm;
import dev.aikagi.auth.ClientMethod;
import dev.aikagi.auth.Identity;
import dev.aikagi.client.Client;
import dev.aikagi.client.ClientOptions;
import dev.aikagi.connection.ServerSession;
import dev.aikagi.connection.Session;
import dev.aikagi.kex.AlgorithmPreferences;
import dev.aikagi.kex.HostKeyVerdict;
import dev.aikagi.key.KeyGenerator;
import dev.aikagi.key.PrivateKey;
import dev.aikagi.server.CommandSession;
import dev.aikagi.server.FixedUsers;
import dev.aikagi.server.Server;
import dev.aikagi.server.ServerOptions;
import dev.aikagi.transport.TransportOptions;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.List;

/**
 * Client and server of the library in one process, over loopback: what bulk data costs without
 * programs, pipes and files. Arguments: MiB, rounds, cipher, MAC (where the cipher wants one).
 */
public final class LibraryBulk {
  private static final String USER = "bench";

  private LibraryBulk() {}

  /** Prints MB/s and CPU seconds for each GiB of the whole process, by round and direction. */
  @SuppressWarnings("SystemOut")
  public static void main(String[] args) throws IOException {
    long size = Long.parseLong(args[0]) << 20;
    int rounds = Integer.parseInt(args[1]);
    AlgorithmPreferences preferences =
        AlgorithmPreferences.client()
            .withCiphers(List.of(CipherAlgorithm.named(args[2]).orElseThrow()));
    if (args.length > 3) {
      preferences = preferences.withMacs(List.of(MacAlgorithm.named(args[3]).orElseThrow()));
    }
    PrivateKey hostKey = KeyGenerator.ed25519();
    PrivateKey userKey = KeyGenerator.ed25519();
    FixedUsers users = new FixedUsers().withKey(USER, userKey.publicKey());
    try (Server<FixedUsers.User> server =
        Server.start(
            ServerOptions.of(
                    users.policies(List.of(hostKey), u -> new CommandSession(LibraryBulk::serve)))
                .withAddresses(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0)))) {
      InetSocketAddress at = server.addresses().getFirst();
      ClientOptions options =
          ClientOptions.to(
                  at.getAddress().getHostAddress(),
                  at.getPort(),
                  USER,
                  (key, algorithm) -> new HostKeyVerdict.Accepted(() -> "our own server"))
              .withTransport(TransportOptions.client().withPreferences(preferences))
              .withMethods(new ClientMethod.PublicKey(List.of(Identity.of("generated", userKey))));
      try (Client client = Client.connect(options)) {
        for (int round = 1; round <= rounds; round++) {
          System.out.println(round + " down " + measure(size, () -> down(client, size)));
          System.out.println(round + " up   " + measure(size, () -> up(client, size)));
        }
      }
    }
  }

  private interface Transfer {
    void run() throws IOException;
  }

  private static String measure(long size, Transfer transfer) throws IOException {
    long cpu = cpu();
    long began = System.nanoTime();
    transfer.run();
    double seconds = (System.nanoTime() - began) / 1e9;
    double cpuSeconds = (cpu() - cpu) / 1e9;
    return String.format(
        "%.0f MB/s, %.2f CPU s/GiB", size / seconds / 1e6, cpuSeconds * (1L << 30) / size);
  }

  private static long cpu() {
    return ProcessHandle.current().info().totalCpuDuration().orElseThrow().toNanos();
  }

  private static int serve(String command, ServerSession session) throws IOException {
    String[] words = command.split(" ", -1);
    if (words[0].equals("down")) {
      send(session.stdout(), Long.parseLong(words[1]));
    } else {
      drain(session.stdin(), Long.parseLong(words[1]));
    }
    return 0;
  }

  private static void down(Client client, long size) throws IOException {
    try (Session session = client.openSession()) {
      session.exec("down " + size);
      drain(session.stdout(), size);
      session.awaitExit();
    }
  }

  private static void up(Client client, long size) throws IOException {
    try (Session session = client.openSession()) {
      session.exec("up " + size);
      try (OutputStream out = session.stdin()) {
        send(out, size);
      }
      session.awaitExit();
    }
  }

  private static void send(OutputStream out, long size) throws IOException {
    byte[] piece = new byte[256 * 1024];
    for (long left = size; left > 0; left -= piece.length) {
      out.write(piece, 0, (int) Math.min(piece.length, left));
    }
  }

  private static void drain(InputStream in, long size) throws IOException {
    byte[] piece = new byte[256 * 1024];
    long got = 0;
    for (int n = in.read(piece); n >= 0; n = in.read(piece)) {
      got += n;
    }
    if (got != size) {
      throw new IOException(got + " bytes of " + size);
    }
  }
}
