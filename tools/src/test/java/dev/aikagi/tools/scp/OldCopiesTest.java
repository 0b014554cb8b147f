package dev.aikagi.tools.scp;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.aikagi.tools.Fatal;
import dev.aikagi.tools.files.LocalDisk;
import dev.aikagi.tools.files.Output;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/**
 * The older protocol with a program in the place of ssh that says whatever it likes. One that reads
 * a pipe which nobody writes to waits for ever.
 */
@Tag("F1")
@Timeout(60)
class OldCopiesTest {
  private static final String ANOTHER =
      "head -c1 >/dev/null; printf 'C0644 1 b\\nx\\0'; head -c2 >/dev/null";

  @TempDir private Path dir;
  private final ByteArrayOutputStream said = new ByteArrayOutputStream();

  private OldCopies copies(String script, String... flags) throws IOException, Fatal {
    Path ssh = Files.writeString(dir.resolve("ssh"), "#!/bin/sh\n" + script);
    Files.setPosixFilePermissions(ssh, PosixFilePermissions.fromString("rwx------"));
    return copies(ssh, flags);
  }

  private OldCopies copies(Path ssh, String... flags) throws Fatal {
    PrintStream stream = new PrintStream(said, true, StandardCharsets.UTF_8);
    List<String> words = new ArrayList<>(List.of("-O", "-S", ssh.toString()));
    words.addAll(List.of(flags));
    words.addAll(List.of("h:a", "b"));
    CommandLine line = CommandLine.parse(words, stream);
    return new OldCopies(line, new Output(stream, stream, "scp: "), new LocalDisk(), false);
  }

  private static Place.Remote remote(String place) throws Fatal {
    return (Place.Remote) Place.parse(place).orElseThrow();
  }

  private String said() {
    return said.toString(StandardCharsets.UTF_8);
  }

  @Test
  void aServerThatSendsAnotherNameIsRefused() throws Exception {
    for (String flag : List.of("-q", "-r")) {
      said.reset();
      Path to = Files.createDirectory(dir.resolve("to" + flag));
      try (OldCopies copies = copies(ANOTHER, flag)) {
        assertThrows(Fatal.class, () -> copies.get(remote("h:a"), to.toString()));
      }
      assertEquals("protocol error: filename does not match request\n", said());
      assertFalse(Files.exists(to.resolve("b")), flag);
    }
  }

  @Test
  void withTrustItIsTaken() throws Exception {
    Path to = Files.createDirectory(dir.resolve("to"));
    try (OldCopies copies = copies(ANOTHER, "-T")) {
      copies.get(remote("h:a"), to.toString());
      assertTrue(copies.end(), said());
    }
    assertEquals("x", Files.readString(to.resolve("b")));
  }

  @Test
  void aProgramThatIsNotThereIsSaid() throws Exception {
    Path nowhere = dir.resolve("nowhere");
    try (OldCopies copies = copies(nowhere)) {
      assertThrows(Refusal.class, () -> copies.get(remote("h:a"), dir.toString()));
      assertThrows(Refusal.class, () -> copies.across(remote("h:a"), remote("g:b")));
      assertThrows(Fatal.class, () -> copies.put(nowhere.toString(), remote("h:a")));
    }
    String reason = nowhere + ": No such file or directory\n";
    assertEquals(reason + reason + reason + "lost connection\n", said());
  }

  /** What has much to say is not waited for when nobody is there to hear it. */
  @Test
  void whenTheTargetIsGoneTheSourceIsEnded() throws Exception {
    String script =
        """
        case "$*" in
          *'scp -f'*) mkfifo "$0.pipe"; head -c 1000000 /dev/zero; exec cat "$0.pipe" ;;
          *) exit 1 ;;
        esac
        """;
    try (OldCopies copies = copies(script)) {
      assertThrows(Refusal.class, () -> copies.across(remote("h:a"), remote("g:b")));
    }
  }

  /** Nor is a target that goes on after the copy has ended. */
  @Test
  void aTargetThatDoesNotEndIsEnded() throws Exception {
    Path file = Files.writeString(dir.resolve("file"), "x");
    String script = "mkfifo \"$0.pipe\"; printf '\\0\\2end\\n'; exec cat \"$0.pipe\"";
    try (OldCopies copies = copies(script)) {
      assertThrows(Fatal.class, () -> copies.put(file.toString(), remote("h:a")));
    }
    assertEquals("end\n", said());
  }
}
