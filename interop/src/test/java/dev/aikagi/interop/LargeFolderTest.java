package dev.aikagi.interop;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.aikagi.Bytes;
import dev.aikagi.sftp.DirectoryEntry;
import dev.aikagi.sftp.DirectoryListing;
import dev.aikagi.sftp.SftpClient;
import dev.aikagi.sftp.SftpClientOptions;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** A folder of 200,000 names takes no more memory than one of 2,000, on either side. */
@Timeout(120)
class LargeFolderTest {
  private static final int FEW = 2_000;
  private static final int MANY = 200_000;

  /** The runtime's compiler takes 40 MB while it works; as many names would take 70 and more. */
  private static final int SLACK_KB = 60 * 1024;

  @TempDir Path folder;

  private Path files(int count) throws IOException {
    Path files = Files.createDirectory(folder.resolve("files" + count));
    for (int i = 0; i < count; i++) {
      Files.createFile(files.resolve("a name of some length, such as people give " + i));
    }
    return files;
  }

  @Test
  void isListedInLittleMemory() throws Exception {
    Path few = files(FEW);
    Path many = files(MANY);
    requireFlat("the server", serverPeak(few, FEW), serverPeak(many, MANY));
    for (String flags : new String[] {"-1f", "-lf"}) {
      requireFlat("ls " + flags, clientPeak(flags, few, FEW), clientPeak(flags, many, MANY));
    }
  }

  private static void requireFlat(String what, long few, long many) {
    assertTrue(many < few + SLACK_KB, what + ": " + few + " kB, then " + many + " kB");
  }

  /** The most that the process ever had in memory, in kB, at the end of the listing. */
  private static long serverPeak(Path files, int count) throws Exception {
    Process server =
        new ProcessBuilder(Peer.ours("sftp-server"))
            .redirectError(ProcessBuilder.Redirect.INHERIT)
            .start();
    try (SftpClient client =
        SftpClient.over(
            server.getInputStream(), server.getOutputStream(), SftpClientOptions.DEFAULTS)) {
      int entries = 0;
      try (DirectoryListing list = client.list(Bytes.utf8(files.toString()))) {
        for (Optional<DirectoryEntry> e = list.next(); e.isPresent(); e = list.next()) {
          entries++;
        }
      }
      assertEquals(count + 2, entries);
      return peak(Files.readString(Path.of("/proc/" + server.pid() + "/status")));
    } finally {
      server.getOutputStream().close();
      assertTrue(server.waitFor(60, TimeUnit.SECONDS), "the server goes on");
    }
  }

  private long clientPeak(String flags, Path files, int count) throws Exception {
    Path batch =
        Files.writeString(
            folder.resolve("batch"), "ls %s %s\n!cat /proc/$PPID/status\n".formatted(flags, files));
    Path out = folder.resolve("out");
    Command.of(Peer.ours("sftp"), "-D", Peer.required("sftp-server"), "-b", batch.toString())
        .environment("SHELL", "/bin/sh")
        .output(out)
        .run()
        .expectSuccess();
    try (Stream<String> lines = Files.lines(out)) {
      assertEquals(count, lines.filter(line -> line.contains("such as people")).count());
    }
    try (Stream<String> lines = Files.lines(out)) {
      return peak(lines.filter(line -> line.startsWith("VmHWM")).findFirst().orElseThrow());
    }
  }

  private static long peak(String status) {
    String line = status.lines().filter(l -> l.startsWith("VmHWM")).findFirst().orElseThrow();
    return Long.parseLong(line.replaceAll("\\D", ""));
  }
}
