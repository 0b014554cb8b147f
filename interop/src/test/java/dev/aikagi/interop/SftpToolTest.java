package dev.aikagi.interop;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Our sftp in batches with OpenSSH's sftp-server, beside OpenSSH's sftp. */
class SftpToolTest {
  private static final FileTime THEN = FileTime.from(Instant.parse("2020-01-02T03:04:05Z"));

  @TempDir Path folder;

  /** What one of the two programs said and did. */
  private record Ran(int status, List<String> output, List<String> errors, List<String> tree) {}

  /** The same files at the same place each time: "there" for the server, "here" for the client. */
  private Path world() throws Exception {
    Path world = folder.resolve("w");
    if (Files.exists(world)) {
      try (Stream<Path> old = Files.walk(world)) {
        for (Path file : old.sorted(Comparator.reverseOrder()).toList()) {
          Files.delete(file);
        }
      }
    }
    Path there = Files.createDirectories(world.resolve("there"));
    Files.createDirectories(world.resolve("here"));
    Files.createDirectories(there.resolve("sub/deep"));
    Files.createDirectories(there.resolve("empty"));
    Files.writeString(there.resolve("a.txt"), "hello\n");
    Files.writeString(there.resolve("b c.txt"), "a blank\n");
    Files.writeString(there.resolve("s*r"), "a star\n");
    Files.write(there.resolve("sub/big"), new byte[300_000]);
    Files.writeString(there.resolve("sub/deep/z"), "z\n");
    Files.createSymbolicLink(there.resolve("link"), Path.of("a.txt"));
    try (Stream<Path> all = Files.walk(there)) {
      for (Path file : all.filter(f -> !Files.isSymbolicLink(f)).toList()) {
        Files.setLastModifiedTime(file, THEN);
      }
    }
    return world;
  }

  private Ran run(String sftp, List<String> batch) throws Exception {
    Path world = world();
    Path file = Files.write(folder.resolve("batch"), batch);
    Command.Outcome outcome =
        Command.of("/bin/sh", "-c", "cd \"$1\" && shift && exec \"$@\"", "sh")
            .and(world.resolve("here").toString(), sftp)
            .and("-D", Peer.required("sftp-server"), "-b", file.toString())
            .environment("LC_ALL", "C.UTF-8")
            .environment("SHELL", "/bin/sh")
            .run();
    return new Ran(
        outcome.status(),
        outcome.text().lines().map(String::stripTrailing).toList(),
        outcome.errors().lines().map(String::stripTrailing).toList(),
        tree(world));
  }

  private static List<String> tree(Path world) throws IOException {
    List<String> lines = new ArrayList<>();
    try (Stream<Path> all = Files.walk(world)) {
      for (Path file : all.sorted().toList()) {
        Object mode =
            Files.getAttribute(file, "unix:mode", java.nio.file.LinkOption.NOFOLLOW_LINKS);
        String content =
            Files.isRegularFile(file, java.nio.file.LinkOption.NOFOLLOW_LINKS)
                ? Integer.toString(java.util.Arrays.hashCode(Files.readAllBytes(file)))
                : "";
        lines.add(world.relativize(file) + " " + mode + " " + content);
      }
    }
    return lines;
  }

  private void same(List<String> batch) throws Exception {
    Ran theirs = run(Peer.required("sftp"), batch);
    Ran ours = run(Peer.ours("sftp"), batch);
    assertEquals(String.join("\n", theirs.output), String.join("\n", ours.output));
    assertEquals(String.join("\n", theirs.errors), String.join("\n", ours.errors));
    assertEquals(theirs.status, ours.status);
    assertEquals(String.join("\n", theirs.tree), String.join("\n", ours.tree));
  }

  @Test
  void looksAround() throws Exception {
    same(
        List.of(
            "pwd",
            "lpwd",
            "version",
            "cd ../there",
            "pwd",
            "ls",
            "ls -1",
            "ls -l",
            "ls -lh sub",
            "ls -1S sub",
            "ls -1r",
            "ls -a",
            "ls -1 s*",
            "ls -1 {a,b}*",
            "ls -1 [ab]*",
            "ls -1 \"s*r\"",
            "ls -1 sub/deep",
            "ls -1 ../there/a*",
            "ls -l link",
            "@ls -1 a.txt",
            "-ls nope",
            "-ls nope*",
            "# a comment",
            "",
            "help",
            "?"));
  }

  @Test
  void changesThings() throws Exception {
    same(
        List.of(
            "cd ../there",
            "mkdir d",
            "-mkdir d",
            "chmod 600 a.txt",
            "-chmod 9 a.txt",
            "-chmod -h 600 link",
            "ln a.txt hard",
            "ln -s a.txt soft",
            "symlink /nowhere soft2",
            "-ln x y",
            "rename a.txt a2.txt",
            "rename a2.txt hard",
            "-rename a2.txt a3.txt",
            "-rename -l hard 'b c.txt'",
            "copy hard copied",
            "cp copied copied2",
            "rm copied*",
            "-rm nope",
            "-rmdir nope",
            "-rmdir sub",
            "rmdir d",
            "rmdir empty"));
  }

  @Test
  void movesFiles() throws Exception {
    same(
        List.of(
            "cd ../there",
            "-get nope",
            "-get sub",
            "get a.txt",
            "get 'b c.txt' renamed",
            "get \"s*r\"",
            "-get a.txt nodir/x",
            "get -r sub",
            "get -r sub copy",
            "reget sub/big",
            "mget a.txt",
            "-get * renamed",
            "put renamed",
            "put renamed sub",
            "put -r copy uploaded",
            "-put nope",
            "-put copy",
            "-put * renamed",
            "get -p a.txt times",
            "put -p times times",
            "ls -l times"));
  }

  @Test
  void worksOnThisSide() throws Exception {
    same(
        List.of(
            "lmkdir ld",
            "-lmkdir ld",
            "lcd ld",
            "lpwd",
            "-lcd nope",
            "get ../there/a.txt",
            "lls -1",
            "lcd ..",
            "!echo hi; pwd",
            "-!exit 3",
            "lumask 077",
            "get ../there/a.txt",
            "progress",
            "progress"));
  }

  @Test
  void refusesWhatIsWrong() throws Exception {
    same(
        List.of(
            "-foo",
            "-\"abc",
            "-get",
            "-ln a",
            "-chmod",
            "-chmod 600",
            "-chown x y",
            "-ls -z",
            "-rm",
            "-pwd -x",
            "-lumask 9",
            "-cd a.txt/b",
            "pwd"));
  }

  @Test
  void theFirstFailureEndsABatch() throws Exception {
    same(List.of("pwd", "rm nope", "pwd"));
    Ran ours = run(Peer.ours("sftp"), List.of("get nope", "lmkdir never"));
    assertEquals(1, ours.status);
    assertTrue(ours.tree.stream().noneMatch(line -> line.contains("never")));
  }

  @Test
  void df() throws Exception {
    Ran ours = run(Peer.ours("sftp"), List.of("df", "df -h", "df -i", "-df nope"));
    assertEquals(0, ours.status);
    assertEquals("    Size     Used    Avail   (root)    %Capacity", ours.output.get(4));
    assertEquals(1, ours.errors.size());
  }

  /** Names that are no text come through, and what they say to a terminal does not. */
  @Test
  @Tag("F1")
  void anyNameComesThroughAndIsShownHarmlessly() throws Exception {
    Path world = world();
    shell(
        """
        cd "$1" && mkdir names && cd names
        for name in 'e\\033[31m' 'n\\nl' 'bad\\377' '合'; do
          printf x > "$(printf "$name")"
        done
        printf x > "$(printf %0255d 0)"
        """,
        world.resolve("there"));
    Path batch =
        Files.write(
            folder.resolve("names.batch"),
            List.of(
                "lcd " + world + "/here",
                "get -r " + world + "/there/names",
                "lcd names",
                "mkdir " + world + "/there/back",
                "put * " + world + "/there/back",
                "ls -1 " + world + "/there/back"));
    String text =
        Command.of(Peer.ours("sftp"), "-D", Peer.required("sftp-server"), "-b", batch.toString())
            .environment("LC_ALL", "C")
            .run()
            .expectSuccess();
    assertTrue(text.lines().noneMatch(l -> l.chars().anyMatch(c -> c < ' ' || c == 0x7f)), text);
    assertTrue(text.contains("back/e\\033[31m\n"), text);
    assertTrue(text.contains("back/n\\012l\n"), text);
    assertTrue(text.contains("back/bad\\377\n"), text);
    assertTrue(text.contains("back/合\n"), text);
    String names = "cd \"$1\" && printf '%s\\0' * | od -c";
    String before = shell(names, world.resolve("there/names"));
    assertEquals(before, shell(names, world.resolve("there/back")));
  }

  private static String shell(String script, Path argument) throws Exception {
    return Command.of("/bin/sh", "-c", script, "sh", argument.toString()).run().expectSuccess();
  }

  @Test
  void resumesWhatIsThere() throws Exception {
    Path world = world();
    byte[] content = new byte[3_000_000];
    new java.util.Random(1).nextBytes(content);
    Files.write(world.resolve("there/large"), content);
    Files.write(world.resolve("here/large"), java.util.Arrays.copyOf(content, 1_234_567));
    Files.write(world.resolve("there/back"), java.util.Arrays.copyOf(content, 7));
    Path batch =
        Files.write(
            folder.resolve("resume.batch"),
            List.of(
                "lcd " + world + "/here",
                "cd " + world + "/there",
                "reget large",
                "put -a large back"));
    Command.of(Peer.ours("sftp"), "-D", Peer.required("sftp-server"), "-b", batch.toString())
        .run()
        .expectSuccess();
    assertArrayEquals(content, Files.readAllBytes(world.resolve("here/large")));
    assertArrayEquals(content, Files.readAllBytes(world.resolve("there/back")));
  }

  /** What cannot be copied is named, and the rest is copied. */
  @Test
  void oneFailureDoesNotStopAFolder() throws Exception {
    Path world = world();
    Files.createDirectories(world.resolve("here/got/sub/big"));
    Path batch =
        Files.write(
            folder.resolve("failure.batch"),
            List.of("lcd " + world + "/here", "get -r " + world + "/there got", "pwd"));
    Files.createDirectories(world.resolve("here/got/there/sub/big"));
    Command.Outcome outcome =
        Command.of(Peer.ours("sftp"), "-D", Peer.required("sftp-server"), "-b", batch.toString())
            .run();
    assertEquals(1, outcome.status(), outcome.toString());
    assertTrue(outcome.errors().contains("sub/big"), outcome.errors());
    assertEquals("hello\n", Files.readString(world.resolve("here/got/there/a.txt")));
    assertEquals("z\n", Files.readString(world.resolve("here/got/there/sub/deep/z")));
  }

  @Test
  void exitCodes() throws Exception {
    TreeMap<String, Integer> codes = new TreeMap<>();
    codes.put("", 1);
    codes.put("-Z", 1);
    codes.put("-1 h", 255);
    codes.put("-D /nonexistent/program", 255);
    codes.put("-D /bin/true", 255);
    codes.put("-b /nonexistent h", 255);
    codes.put("-P x h", 255);
    codes.put("-- -oProxyCommand=true", 255);
    for (var entry : codes.entrySet()) {
      for (String sftp : List.of(Peer.required("sftp"), Peer.ours("sftp"))) {
        Command command = Command.of(sftp);
        if (!entry.getKey().isEmpty()) {
          command.and(entry.getKey().split(" "));
        }
        Command.Outcome outcome = command.run();
        // OpenSSH's may die of SIGPIPE before it finds that its server is gone.
        boolean broken = entry.getKey().startsWith("-D") && outcome.status() == 141;
        if (!broken || sftp.equals(Peer.ours("sftp"))) {
          assertEquals(entry.getValue(), outcome.status(), outcome.toString());
        }
      }
    }
  }
}
