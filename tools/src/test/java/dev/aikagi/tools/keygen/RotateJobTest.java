package dev.aikagi.tools.keygen;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.aikagi.SecretBytes;
import dev.aikagi.key.PrivateKeyFile;
import dev.aikagi.key.PublicKey;
import dev.aikagi.tools.copyid.Destination;
import dev.aikagi.tools.rotate.Outcome;
import dev.aikagi.tools.rotate.Outcome.State;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Clock;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RotateJobTest {
  @TempDir Path home;
  private final ByteArrayOutputStream said = new ByteArrayOutputStream();
  private final ArrayDeque<String> secrets = new ArrayDeque<>();
  private final List<String> visited = new ArrayList<>();

  private Path key(String... words) {
    Path file = home.resolve("id");
    List<String> all = new ArrayList<>(List.of("-q", "-f", file.toString()));
    all.addAll(List.of(words));
    assertEquals(0, new Session(home).run(all.toArray(String[]::new)).code());
    return file;
  }

  private Desk desk() {
    PrintStream out = new PrintStream(said, true, StandardCharsets.UTF_8);
    return new Desk(
        new ByteArrayInputStream(new byte[0]),
        out,
        out,
        (_, _) -> SecretBytes.taking(secrets.remove().getBytes(StandardCharsets.UTF_8)),
        "hoge",
        "example",
        home,
        Clock.systemUTC(),
        Optional.empty(),
        Optional.empty());
  }

  private int rotate(State state, String... words) throws Exception {
    try {
      RotateLine line = RotateLine.parse(List.of(words), desk());
      return new RotateJob(
              line,
              desk(),
              (_, where) -> {
                visited.add(String.join(" ", where.forSsh(List.of())));
                return new Outcome(state, "", List.of());
              })
          .run();
    } catch (Failure e) {
      return e.code();
    }
  }

  private static PublicKey half(Path file) throws Exception {
    return PrivateKeyFile.publicHalf(Files.readAllBytes(file));
  }

  @Test
  void theNewPairGetsTheNamesOfTheOldOne() throws Exception {
    Path key = key("-t", "ecdsa", "-b", "384", "-N", "", "-C", "old comment");
    PublicKey old = half(key);
    String line = Files.readString(home.resolve("id.pub"));
    int code =
        rotate(
            State.ROTATED,
            "-p",
            "22",
            key.toString(),
            "-N",
            "",
            "a@b",
            "-oX=y",
            "ssh://c:1",
            "a@b");
    assertEquals(0, code, said.toString(StandardCharsets.UTF_8));
    assertEquals(List.of("-a -x -p 22 -o X=y a@b", "-a -x -p 22 -o X=y ssh://c:1"), visited);
    assertEquals(old, half(home.resolve("id.old")));
    assertEquals(line, Files.readString(home.resolve("id.old.pub")));
    assertFalse(old.equals(half(key)));
    assertEquals(384, half(key).bits());
    assertEquals(half(key).line() + " old comment\n", Files.readString(home.resolve("id.pub")));
    assertEquals("rw-------", PosixFilePermissions.toString(Files.getPosixFilePermissions(key)));
    assertTrue(said.toString(StandardCharsets.UTF_8).contains("rotated: a@b\nrotated: ssh://c:1"));
    assertTrue(Files.notExists(home.resolve("id.new")));
  }

  @Test
  void afterAFailureTheSameNewKeyIsTaken() throws Exception {
    Path key = key("-N", "one");
    PublicKey old = half(key);
    secrets.addAll(List.of("one", "two", "other", "two", "two"));
    assertEquals(1, rotate(State.FAILED, key.toString(), "a@b"));
    assertEquals(old, half(key));
    PublicKey made = half(home.resolve("id.new"));
    // As where it was ended between the two.
    Files.delete(home.resolve("id.new.pub"));
    secrets.addAll(List.of("one", "two"));
    assertEquals(0, rotate(State.ROTATED, key.toString(), "a@b"));
    assertEquals(made, half(key));
    assertEquals(old, half(home.resolve("id.old")));
    assertTrue(Files.exists(home.resolve("id.pub")));
    assertTrue(secrets.isEmpty());
    String text = said.toString(StandardCharsets.UTF_8);
    assertTrue(text.contains("0 of 1 done"), text);
    assertTrue(text.contains("Going on with " + home.resolve("id.new")), text);
  }

  @Test
  void theLastStepIsMadeUpFor() throws Exception {
    Path key = key("-N", "");
    Files.move(home.resolve("id.pub"), home.resolve("id.new.pub"));
    assertEquals(0, rotate(State.FAILED, key.toString(), "a@b"));
    assertEquals(List.of(), visited);
    assertTrue(Files.exists(home.resolve("id.pub")));
    assertTrue(Files.notExists(home.resolve("id.new.pub")));
  }

  @Test
  void aTypeThatIsGivenIsMade() throws Exception {
    Path key = key("-t", "rsa", "-b", "1024", "-N", "");
    assertEquals(1, rotate(State.LEFT, key.toString(), "-N", "", "a"));
    assertEquals(3072, half(home.resolve("id.new")).bits());
    Files.delete(home.resolve("id.new"));
    assertEquals(1, rotate(State.LEFT, key.toString(), "-N", "", "-t", "ed25519", "a"));
    assertEquals("ssh-ed25519", half(home.resolve("id.new")).type().wireName());
  }

  @Test
  @Tag("E2")
  void wrongWordsAreRefused() throws Exception {
    Path key = key("-N", "");
    assertEquals(1, rotate(State.ROTATED));
    assertEquals(1, rotate(State.ROTATED, key.toString()));
    assertEquals(1, rotate(State.ROTATED, key.toString(), "--", "-oProxyCommand=x"));
    assertEquals(1, rotate(State.ROTATED, "-y", key.toString(), "a"));
    assertEquals(List.of(), visited);
    assertTrue(Files.notExists(home.resolve("id.new")));
    assertTrue(Destination.isNamed("a") && !Destination.isNamed("-a"));
  }
}
