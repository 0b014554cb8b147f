package dev.aikagi.tools.doctor;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The program as it is called, with an ssh_config of the test's. */
class SshDoctorTest {
  private static final String OLD = "Host a\n  Protocol 2\n  PubkeyAcceptedKeyTypes +ssh-ed25519\n";

  @TempDir private Path folder;

  private final ByteArrayOutputStream out = new ByteArrayOutputStream();
  private final ByteArrayOutputStream errors = new ByteArrayOutputStream();
  private Path file;

  @BeforeEach
  void make() throws IOException {
    file = Files.writeString(folder.resolve("config"), OLD);
    Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-------"));
  }

  private int run(String answers, String... words) {
    List<String> all = new ArrayList<>(List.of("--config", file.toString(), "--lang", "en"));
    all.addAll(List.of(words));
    return SshDoctor.run(
        all,
        new ByteArrayInputStream(answers.getBytes(StandardCharsets.UTF_8)),
        new PrintStream(out, true, StandardCharsets.UTF_8),
        new PrintStream(errors, true, StandardCharsets.UTF_8));
  }

  private static int count(String text, String part) {
    return text.split(part, -1).length - 1;
  }

  @Test
  void looksOnceMoreAfterAChange() throws IOException {
    assertEquals(1, run(""));
    assertEquals(1, run("n\n", "--fix"));
    assertEquals(OLD, Files.readString(file));
    out.reset();
    assertEquals(0, run("y\n", "--fix"));
    String said = out.toString(StandardCharsets.UTF_8);
    assertTrue(said.contains("Make this change?"), said);
    assertTrue(said.indexOf("Healthy") > said.indexOf("Make this change?"), said);
    assertEquals(
        "Host a\n  #Protocol 2\n  PubkeyAcceptedAlgorithms +ssh-ed25519\n", Files.readString(file));
    assertEquals(OLD, Files.readString(Path.of(file + ".before-ssh-doctor")));
  }

  /** What a program reads is one report, whatever was changed; the dialogue is elsewhere. */
  @Test
  void aProgramGetsOneReport() {
    assertEquals(1, run("n\n", "--fix", "--json"));
    assertEquals(1, count(out.toString(StandardCharsets.UTF_8), "\"version\""));
    out.reset();
    assertEquals(0, run("y\n", "--fix", "--json"));
    String json = out.toString(StandardCharsets.UTF_8);
    assertEquals(1, count(json, "\"version\""));
    assertTrue(json.contains("\"healthy\": true"), json);
    String said = errors.toString(StandardCharsets.UTF_8);
    assertTrue(said.contains("Make this change?"), said);
  }

  @Test
  void helpIsNoFault() {
    assertEquals(0, run("", "--help"));
    assertTrue(out.toString(StandardCharsets.UTF_8).startsWith("usage: ssh-doctor"));
    assertEquals(255, run("", "--lang", "de"));
    assertTrue(errors.toString(StandardCharsets.UTF_8).contains("\"de\""));
  }
}
