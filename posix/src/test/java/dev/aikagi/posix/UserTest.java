package dev.aikagi.posix;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

@SuppressWarnings("try")
class UserTest {
  @Test
  void rootIsFoundByNameAndId() throws Exception {
    User root = User.named("root").orElseThrow();
    assertEquals(0, root.uid());
    assertEquals(0, root.gid());
    assertEquals(Path.of("/root"), root.home());
    assertTrue(root.shell().startsWith("/"), root.shell());
    assertEquals(Optional.of(root), User.withId(0));
  }

  @Test
  void namesThatNobodyHas() throws Exception {
    assertEquals(Optional.empty(), User.named("no-such-user"));
    assertEquals(Optional.empty(), User.named(""));
    assertEquals(Optional.empty(), User.named("root\0x"));
    assertEquals(Optional.empty(), User.withId(-2));
    assertEquals(Optional.empty(), Group.named("no-such-group"));
    assertEquals(Optional.empty(), User.named("x".repeat(100_000)));
  }

  @Test
  void groupsAreThoseThatIdNames() throws Exception {
    User me = User.withId(User.effectiveId()).orElseThrow();
    ChildProcess id =
        Spawn.of("/usr/bin/id", List.of("id", "-Gn", me.name()), Map.of("PATH", "/bin")).onPipes();
    try (Descriptor in = id.input().orElseThrow();
        Descriptor out = id.output().orElseThrow();
        Descriptor err = id.errors().orElseThrow()) {
      in.close();
      String expected = SpawnTest.all(out).strip();
      assertEquals("", SpawnTest.all(err));
      id.waitFor();
      assertEquals(expected, String.join(" ", Group.namesOf(me)));
    }
  }

  @Test
  void theHostHasAName() throws Exception {
    String name = ThisProcess.hostname();
    assertTrue(!name.isEmpty() && StandardCharsets.US_ASCII.newEncoder().canEncode(name), name);
  }
}
