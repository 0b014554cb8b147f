package dev.aikagi.interop;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.io.TempDir;

/**
 * A transfer is cut by SIGKILL at a random moment, and taken up again: what is there in the end is
 * the file. By hand with more: -Dinterop.resume.mebibytes=2048 -Dinterop.resume.rounds=20, and
 * -Dinterop.resume.seed=… for the same moments once more.
 */
class ResumeAfterKillTest {
  private static final long SIZE = Long.getLong("interop.resume.mebibytes", 64) << 20;
  private static final int ROUNDS = Integer.getInteger("interop.resume.rounds", 20);

  /**
   * In kilobits a second: two seconds for the whole, so that no victim is done before it is dead.
   */
  private static final String RATE = Long.toString(SIZE * 8 / 2000);

  /** The process of a user's sessions, and that of one alone. */
  private static final Set<String> FILE_SERVERS = Set.of("sftp-service", "sftp-server");

  private static final long SEED = Long.getLong("interop.resume.seed", System.nanoTime());

  @TempDir Path folder;
  private Copies copies;
  private Path source;
  private Path targets;
  private Daemon server;
  private int cuts;

  private enum Victim {
    CLIENT,
    FILE_SERVER,
    SSHD
  }

  private record Round(int number, boolean upload, Victim victim, long moment) {
    static Round of(int number, Random random) {
      // Neither before anything came nor when all but a few blocks did.
      long moment = SIZE / 20 + random.nextLong(SIZE / 20 * 15);
      Victim[] victims = Victim.values();
      return new Round(
          number, random.nextBoolean(), victims[random.nextInt(victims.length)], moment);
    }

    String title() {
      return (upload ? "reput" : "reget")
          + " after the death of "
          + victim
          + " at "
          + moment
          + " bytes, "
          + number
          + " of seed "
          + SEED;
    }
  }

  @BeforeEach
  void makeFiles() throws Exception {
    folder = folder.toRealPath();
    copies = Copies.make(folder);
    source = makeSource();
    targets = Files.createDirectory(folder.resolve("targets"));
    server = copies.server(Peer.ours("sshd"));
  }

  @TestFactory
  Stream<DynamicTest> nothingIsLost() {
    Random random = new Random(SEED);
    List<Round> rounds = IntStream.range(0, ROUNDS).mapToObj(n -> Round.of(n, random)).toList();
    return Stream.concat(
            rounds.stream().map(r -> DynamicTest.dynamicTest(r.title(), () -> run(r))),
            // Else it were no test of resuming.
            Stream.of(
                DynamicTest.dynamicTest(
                    "most were cut", () -> assertTrue(cuts * 2 > ROUNDS, "cut: " + cuts))))
        .onClose(() -> server.close());
  }

  private Path makeSource() throws IOException {
    Path file = folder.resolve("source");
    Random content = new Random(SEED);
    byte[] block = new byte[1 << 20];
    try (OutputStream out = new BufferedOutputStream(Files.newOutputStream(file))) {
      for (long at = 0; at < SIZE; at += block.length) {
        content.nextBytes(block);
        out.write(block);
      }
    }
    return file;
  }

  private void run(Round round) throws Exception {
    String command = round.upload ? "put " : "get ";
    Path target = targets.resolve("target" + round.number);
    Path log = folder.resolve("log");
    Process client = transfer(command + source + " " + target).start(log);
    try (Growth growth = new Growth(targets)) {
      Optional<String> grown =
          growth.await(List.of(target.getFileName().toString()), round.moment, client);
      assertTrue(grown.isPresent(), () -> "it ended by itself: " + text(log));
      kill(round.victim, client);
      assertTrue(client.waitFor(60, TimeUnit.SECONDS), () -> "the client goes on: " + text(log));
    } finally {
      client.destroyForcibly();
    }
    long there = Growth.size(target);
    if (there < SIZE) {
      cuts++;
      assertNotEquals(0, client.exitValue(), () -> "it claims to be done: " + text(log));
    }
    if (round.victim == Victim.SSHD) {
      server.close();
      server = copies.server(Peer.ours("sshd"));
    }
    copies
        .sftp(Peer.ours("sftp"), server, "re" + command + source + " " + target)
        .run()
        .expectSuccess();
    assertEquals(-1, Files.mismatch(source, target), () -> "after " + there + " bytes");
    Files.delete(target);
  }

  private Command transfer(String command) throws IOException {
    return Command.of(Peer.ours("sftp"), "-P", Integer.toString(server.port()), "-l", RATE)
        .and(copies.options(server).toArray(String[]::new))
        .and("-b", copies.batch(command).toString(), "127.0.0.1");
  }

  private void kill(Victim victim, Process client) {
    switch (victim) {
      case CLIENT -> client.destroyForcibly();
      case SSHD -> server.process().destroyForcibly();
      case FILE_SERVER -> {
        List<ProcessHandle> found =
            server.process().descendants().filter(ResumeAfterKillTest::isFileServer).toList();
        assertTrue(!found.isEmpty() || !client.isAlive(), "no process serves files");
        found.forEach(ProcessHandle::destroyForcibly);
      }
    }
  }

  private static boolean isFileServer(ProcessHandle process) {
    Path words = Path.of("/proc", Long.toString(process.pid()), "cmdline");
    String text;
    try {
      text = new String(Files.readAllBytes(words), StandardCharsets.ISO_8859_1);
    } catch (IOException e) {
      // It has ended meanwhile.
      return false;
    }
    return Stream.of(text.split("\0", -1)).anyMatch(FILE_SERVERS::contains);
  }

  private static String text(Path log) {
    try {
      return Files.readString(log, StandardCharsets.ISO_8859_1);
    } catch (IOException e) {
      return e.toString();
    }
  }
}
