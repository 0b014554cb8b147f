package dev.aikagi.interop;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Collectors;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Names of all bytes that a name may have come through, and do nothing to a terminal. */
@Timeout(120)
@Tag("F1")
class FileNamesTest {
  @TempDir Path folder;
  private Path from;

  @BeforeEach
  void makeFiles() throws Exception {
    folder = folder.toRealPath();
    from = Files.createDirectory(folder.resolve("from"));
    Copies.shell(
        """
        cd "$1"
        for name in 'e\\033[31m' 'n\\nl' 'l\\n' 'bad\\377' 't\\tb' 'c\\302\\233x' 'del\\177' '合' \\
            'q\\047\\042\\134' '*?[' ' ' 'r\\rx' '\\342\\200\\256mirror'; do
          printf '%b' "$name" > "$(printf '%bx' "$name")"
        done
        printf x > -dash; printf x > "$(printf %0255d 0)"
        printf x > "$(printf %0255d 0 | sed "s/0/$(printf '\\377')/g")"
        for d in "$(printf 'd\\033]0;t\\007x')" "$(printf 'd\\nx')"; do
          mkdir "$d" && printf y > "$d/$d"
        done
        """,
        from);
  }

  private String copied(CopyWay way, Whose here, Whose there) throws Exception {
    Path to = Files.createTempDirectory(folder, "to");
    way.command(here, there, folder, from, to).run().expectSuccess();
    return Copies.contents(to.resolve("from"));
  }

  @ParameterizedTest
  @EnumSource
  void comeThrough(CopyWay way) throws Exception {
    if (way.old()) {
      // What OpenSSH's cannot read then, as it looks for a name that it has changed already.
      Copies.shell("cd \"$1\" && rm -r \"$(printf 'd\\nx')\"", from);
    }
    // A line feed is what ends a name in the older protocol, where both write it as vis(3) does.
    String wanted = way.old() ? copied(way, Whose.OPENSSH, Whose.OPENSSH) : Copies.contents(from);
    assertEquals(wanted, copied(way, Whose.OURS, Whose.OURS), "ours");
    assertEquals(wanted, copied(way, Whose.OURS, Whose.OPENSSH), "with OpenSSH's server");
    assertEquals(wanted, copied(way, Whose.OPENSSH, Whose.OURS), "with OpenSSH's client");
  }

  /** With a progress line for each, since it is a terminal. */
  @ParameterizedTest
  @EnumSource
  void areShownHarmlessly(CopyWay way) throws Exception {
    Path to = Files.createTempDirectory(folder, "to");
    requireHarmless(onTerminal(way.command(Whose.OURS, Whose.OURS, folder, from, to)), way.name());
  }

  @Test
  void areListedHarmlessly() throws Exception {
    List<String> commands =
        List.of(
            "progress",
            "cd " + from,
            "ls",
            "ls -l",
            "ls -1f",
            "ls -la d*",
            "get * " + Files.createTempDirectory(folder, "to"),
            "chmod 600 *",
            "-rename d* " + folder + "/from/e*",
            "-cd e*",
            "-mkdir -x",
            "rm *",
            "-rmdir d*");
    Path batch = Files.write(folder.resolve("batch"), commands);
    for (Whose there : Whose.values()) {
      Command command =
          Command.of(Peer.ours("sftp"), "-D", there.program("sftp-server"))
              .and("-b", batch.toString());
      byte[] shown = onTerminal(command);
      requireHarmless(shown, there.name());
      makeAgain();
    }
  }

  private void makeAgain() throws Exception {
    Copies.shell("rm -r \"$1\"", from);
    makeFiles();
  }

  private byte[] onTerminal(Command command) throws Exception {
    String line =
        command.words().stream()
            .map(word -> "'" + word.replace("'", "'\\''") + "'")
            .collect(Collectors.joining(" "));
    Path shown = Files.createTempFile(folder, "shown", "");
    Command.of(Peer.required("script"), "-qec", line, "/dev/null")
        .environment("LC_ALL", "C.UTF-8")
        .output(shown)
        .run();
    return Files.readAllBytes(shown);
  }

  private static void requireHarmless(byte[] shown, String what) throws Exception {
    // Whatever is no UTF-8 throws.
    String text = StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(shown)).toString();
    assertTrue(text.contains("bad\\377") && text.contains("e\\033[31m"), text);
    String bad =
        text.codePoints()
            .filter(c -> c != '\r' && c != '\n')
            .filter(c -> Character.isISOControl(c) || Character.getType(c) == Character.FORMAT)
            .mapToObj(Integer::toHexString)
            .collect(Collectors.joining(" "));
    assertEquals("", bad, what + ": " + text);
  }
}
