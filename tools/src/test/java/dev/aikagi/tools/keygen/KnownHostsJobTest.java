package dev.aikagi.tools.keygen;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class KnownHostsJobTest {
  private static final String KEY =
      "ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAIE3MJeObO512+qx5GmIshQCIuikRAfpvrRjVKNrraMy9";
  private static final String CONTENT =
      """
      # a comment

      one.example,192.0.2.1 KEY
      [two.example]:2222 KEY with a comment
      *.wild.example,!not.wild.example KEY
      @revoked one.example KEY
      """
          .replace("KEY", KEY);

  @TempDir Path home;
  private Path file;

  @BeforeEach
  void write() throws Exception {
    file = Files.createDirectory(home.resolve(".ssh")).resolve("known_hosts");
    Files.writeString(file, CONTENT);
    Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-------"));
  }

  private Session run(String... words) {
    return new Session(home).run(words);
  }

  @Test
  void findsByNamePortWildcardAndMarker() {
    assertEquals(
        "# Host one.example found: line 3 \none.example,192.0.2.1 "
            + KEY
            + "\n# Host one.example found: line 6 REVOKED\n@revoked one.example "
            + KEY
            + "\n",
        run("-F", "one.example").said());
    assertEquals(0, run("-F", "[two.example]:2222").code());
    assertEquals(0, run("-F", "a.wild.example").code());
    assertEquals(1, run("-F", "not.wild.example").code());
    assertEquals(1, run("-F", "two.example").code());
    assertEquals("", run("-F", "two.example").said());
  }

  @Test
  void hashesWhatCanBeHashedAndStillFindsIt() throws Exception {
    Session session = run("-H");
    assertEquals(
        """
        %1$s:5: ignoring host name with wildcard: *.wild.example,!not.wild.example
        %1$s updated.
        Original contents retained as %1$s.old
        WARNING: %1$s.old contains unhashed entries
        Delete this file to ensure privacy of hostnames
        """
            .formatted(file),
        session.said());
    String hashed = Files.readString(file);
    assertFalse(hashed.contains("192.0.2.1"), hashed);
    assertFalse(hashed.contains("two.example"), hashed);
    assertTrue(hashed.contains("*.wild.example"), hashed);
    assertEquals(CONTENT, Files.readString(Path.of(file + ".old")));
    for (String host : new String[] {"one.example", "192.0.2.1", "[two.example]:2222"}) {
      assertEquals(0, run("-F", host).code(), host);
    }
    assertEquals("rw-------", PosixFilePermissions.toString(Files.getPosixFilePermissions(file)));
  }

  @Test
  void removesTheHostAndKeepsTheRestAndTheRevocation() throws Exception {
    assertEquals(
        """
        # Host one.example found: line 3
        %1$s updated.
        Original contents retained as %1$s.old
        """
            .formatted(file),
        run("-R", "one.example").said());
    assertEquals(
        CONTENT.replace("one.example,192.0.2.1 " + KEY + "\n", ""), Files.readString(file));
  }

  @Test
  void nothingIsWrittenWhereTheHostIsNotThereOrALineIsInvalid() throws Exception {
    Session none = run("-R", "none.example");
    assertEquals(0, none.code());
    assertEquals("Host none.example not found in " + file + "\n", none.said());
    String broken = CONTENT + "prose that is no key\n";
    Files.writeString(file, broken);
    Session invalid = run("-R", "one.example");
    assertEquals(1, invalid.code());
    assertEquals(broken, Files.readString(file));
    assertFalse(Files.exists(Path.of(file + ".old")));
  }

  /** A device such as /dev/null must not become a file; a directory stands for it here. */
  @Test
  void whatIsNoRegularFileIsLeftAlone() {
    Session session = run("-H", "-f", home.toString());
    assertEquals(255, session.code());
    assertEquals(home + ": not a regular file\n", session.said());
    assertFalse(Files.exists(Path.of(home + ".old")));
  }
}
