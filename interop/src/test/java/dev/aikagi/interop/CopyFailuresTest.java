package dev.aikagi.interop;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * What fails in the middle of a folder: it is named with its path, the rest is copied, and the exit
 * status is OpenSSH's.
 */
@Timeout(120)
class CopyFailuresTest {
  @TempDir Path folder;
  private Path from;
  private Path to;

  @BeforeEach
  void makeFolders() throws Exception {
    folder = folder.toRealPath();
    from = Files.createDirectory(folder.resolve("from"));
    to = Files.createDirectory(folder.resolve("to"));
  }

  /** Runs it in a fresh target, and looks at what it said and did. */
  private interface Run {
    Command.Outcome run(Whose both) throws Exception;
  }

  private void likeOpenSsh(Run run) throws Exception {
    Command.Outcome ours = run.run(Whose.OURS);
    assertEquals(1, ours.status(), ours.toString());
    Command.Outcome theirs = run.run(Whose.OPENSSH);
    assertEquals(theirs.status(), ours.status(), theirs + "\n" + ours);
  }

  private interface Check {
    void check(Command.Outcome outcome) throws Exception;
  }

  /**
   * As an ordinary user, since nothing is forbidden to root.
   *
   * @param prepare a shell script that makes from and to, in lines
   */
  private void forbidden(CopyWay way, String prepare, Check check) throws Exception {
    Accounts accounts = Accounts.make(Files.createDirectory(folder.resolve("homes")));
    try {
      String user = accounts.user("f", "");
      Copies.shell("chmod 711 \"$1\"", folder);
      likeOpenSsh(
          both -> {
            Copies.shell(
                "cd \"$1\" && rm -rf from to && " + prepare + "chown -R " + user + " from to",
                folder);
            Command command = way.command(both, both, folder, from, to);
            Command.Outcome outcome =
                Command.of("setpriv", "--reuid=" + user, "--regid=" + user, "--clear-groups")
                    .and(command.words().toArray(String[]::new))
                    .environment("LC_ALL", "C")
                    .run();
            check.check(outcome);
            return outcome;
          });
    } finally {
      accounts.remove();
    }
  }

  @ParameterizedTest
  @EnumSource
  void whatIsForbidden(CopyWay way) throws Exception {
    forbidden(
        way,
        """
        mkdir -p from/locked from/sub from/deep/er to/from/sub
        for f in a secret locked/x sub/x sub/y deep/er/f z; do echo $f > from/$f; done
        chmod 000 from/secret from/locked; chmod 500 to/from/sub
        """,
        outcome -> {
          for (String name : List.of("a", "z", "deep/er/f")) {
            assertEquals(name + "\n", Files.readString(to.resolve("from/" + name)), name);
          }
          for (String name : List.of("secret", "locked", "sub/x", "sub/y")) {
            assertFalse(Files.isRegularFile(to.resolve("from/" + name)), name);
            assertTrue(named(outcome, "from/" + name, "Permission denied"), outcome.toString());
          }
        });
  }

  /** Of which OpenSSH says, where it uploads by SFTP, only that it is not there. */
  @ParameterizedTest
  @EnumSource
  void aTargetThatIsReadOnly(CopyWay way) throws Exception {
    forbidden(
        way,
        """
        mkdir -p from/sub to; echo a > from/a; echo x > from/sub/x; chmod 500 to
        """,
        outcome -> {
          assertFalse(Files.exists(to.resolve("from")));
          boolean theirs =
              outcome.words().stream()
                  .noneMatch(w -> w.equals(Peer.ours("scp")) || w.equals(Peer.ours("sftp")));
          boolean unnamed = theirs && way.upload() && !way.old();
          assertTrue(unnamed || named(outcome, "to/from", "Permission denied"), outcome.toString());
        });
  }

  private static boolean named(Command.Outcome outcome, String path, String reason) {
    return outcome.errors().lines().anyMatch(line -> line.contains(path) && line.contains(reason));
  }

  /** Each file is there, whole, or it is named. */
  @ParameterizedTest
  @EnumSource
  void aFullDisk(CopyWay way) throws Exception {
    Assumptions.assumeTrue(Accounts.isRoot(), "a small file system of the test's own needs root");
    Copies.shell(
        """
        cd "$1" && mkdir sub && for i in 1 2 3 4 5 6 7 8; do
        echo $i > small$i; echo $i > sub/s$i; head -c 400000 /dev/urandom > big$i; done
        """,
        from);
    likeOpenSsh(
        both -> {
          Command mount = Command.of("mount", "-t", "tmpfs", "-o", "size=1m", "none");
          Assumptions.assumeTrue(
              mount.and(to.toString()).run().status() == 0, "mounting is not allowed here");
          try {
            Command.Outcome outcome = way.command(both, both, folder, from, to).run();
            int failed = wholeOrNamed(outcome);
            assertTrue(failed > 0 && failed < 24, failed + " failed: " + outcome);
            return outcome;
          } finally {
            Command.of("umount", to.toString()).run().expectSuccess();
          }
        });
  }

  /** How many were named. */
  private int wholeOrNamed(Command.Outcome outcome) throws IOException {
    int failed = 0;
    try (Stream<Path> all = Files.walk(from)) {
      for (Path file : all.filter(Files::isRegularFile).toList()) {
        Path name = folder.relativize(file);
        Path copy = to.resolve(name);
        if (Files.notExists(copy) || Files.mismatch(file, copy) != -1) {
          failed++;
          assertTrue(outcome.errors().contains(name.toString()), name + ": " + outcome);
        }
      }
    }
    return failed;
  }

  /** It was listed, and is gone when its turn comes. */
  @ParameterizedTest
  @EnumSource
  void aSourceThatVanishes(CopyWay way) throws Exception {
    likeOpenSsh(
        both -> {
          Copies.shell(
              """
              cd "$1" && rm -rf from to && mkdir -p from to/from
              head -c 4000000 /dev/urandom > from/one && cp from/one from/two
              """,
              folder);
          Path log = folder.resolve("log");
          Command command = way.command(both, both, folder, from, to, "-l", "16000");
          Process process = command.start(log);
          String first;
          String other;
          try (Growth growth = new Growth(to.resolve("from"))) {
            first = growth.await(List.of("one", "two"), 1, process).orElseThrow();
            other = first.equals("one") ? "two" : "one";
            Files.delete(from.resolve(other));
            assertTrue(process.waitFor(60, TimeUnit.SECONDS), "it goes on");
          } finally {
            process.destroyForcibly();
          }
          Command.Outcome outcome =
              new Command.Outcome(command.words(), process.exitValue(), "", Files.readString(log));
          assertEquals(-1, Files.mismatch(from.resolve(first), to.resolve("from/" + first)));
          assertTrue(named(outcome, other, "No such file"), outcome.toString());
          return outcome;
        });
  }
}
