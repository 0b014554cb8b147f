package dev.aikagi.interop;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Random;

/** What every pair of peers has to do: run a command, and carry data both ways at once. */
final class Exchange {
  private static final int MIB = 1 << 20;

  /** Makes the client's command line that runs something on the server. */
  interface Client {
    Command command(String remote) throws Exception;
  }

  private final Path folder;

  Exchange(Path folder) {
    this.folder = folder;
  }

  void runAndEcho(Client client, int mebibytes) throws Exception {
    run(client);
    echo(client, mebibytes);
  }

  /** Standard output, standard error and the exit code arrive apart from each other. */
  void run(Client client) throws Exception {
    Command.Outcome outcome = client.command("printf out; printf err >&2; exit 7").run();
    assertEquals(7, outcome.status(), outcome::toString);
    assertEquals("out", outcome.text(), outcome::toString);
    assertEquals("err", outcome.errors().lines().toList().getLast(), outcome::toString);
  }

  void echo(Client client, int mebibytes) throws Exception {
    Path sent = random(mebibytes);
    Path received = Files.createTempFile(folder, "received", "");
    Command.Outcome outcome = client.command("cat").input(sent).output(received).run();
    assertEquals(0, outcome.status(), outcome::toString);
    assertEquals(-1, Files.mismatch(sent, received), outcome::toString);
    Files.delete(received);
  }

  /** The same for all; several may ask at once. */
  private synchronized Path random(int mebibytes) throws IOException {
    Path file = folder.resolve("random." + mebibytes);
    if (!Files.exists(file)) {
      byte[] bytes = new byte[mebibytes * MIB];
      new Random(mebibytes).nextBytes(bytes);
      Files.write(file, bytes);
    }
    return file;
  }
}
