package dev.aikagi.tools.keygen;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class FileSignaturesTest {
  @TempDir Path home;
  private String key = "";
  private String file = "";
  private String signers = "";

  @BeforeEach
  void files() throws Exception {
    key = home.resolve("key").toString();
    file = home.resolve("file").toString();
    signers = home.resolve("signers").toString();
    run("", "-q", "-N", "", "-f", key);
    Files.writeString(Path.of(file), "hello\n");
    Files.writeString(Path.of(signers), "a@x,*@y " + Files.readString(Path.of(key + ".pub")));
  }

  private Session run(String input, String... words) {
    return new Session(home).types(input).run(words);
  }

  private Session sign() {
    return run("", "-Y", "sign", "-f", key, "-n", "file", file);
  }

  private Session verify(String message, String identity, String... more) {
    String[] words = {
      "-Y", "verify", "-f", signers, "-I", identity, "-n", "file", "-s", file + ".sig"
    };
    String[] all = java.util.Arrays.copyOf(words, words.length + more.length);
    System.arraycopy(more, 0, all, words.length, more.length);
    return run(message, all);
  }

  private String fingerprint() {
    return run("", "-l", "-f", key).said().split(" ", -1)[1];
  }

  @Test
  void whatIsSignedVerifies() {
    assertEquals("Signing file " + file + "\nWrite signature to " + file + ".sig\n", sign().said());
    Session good = verify("hello\n", "b@y");
    assertEquals(
        "Good \"file\" signature for b@y with ED25519 key " + fingerprint() + "\n", good.said());
    assertEquals(0, good.code());
  }

  @Test
  void whatIsWrongIsSaid() throws Exception {
    sign();
    Session other = verify("hello", "a@x");
    assertEquals(
        "Signature verification failed: incorrect signature\nCould not verify signature.\n",
        other.said());
    assertEquals(255, other.code());
    assertEquals("Could not verify signature.\n", verify("hello\n", "c@z").said());
    Files.writeString(
        Path.of(signers),
        "a@x valid-before=\"20250101\" " + Files.readString(Path.of(key + ".pub")));
    String late = verify("hello\n", "a@x").said();
    String when = "\\d{4}-\\d\\d-\\d\\dT\\d\\d:\\d\\d:\\d\\d";
    assertTrue(
        late.replace(signers, "")
            .matches(
                ":1: key has expired: verify time "
                    + when
                    + " > valid-before 2025-01-01T00:00:00\\nCould not verify signature\\.\\n"),
        late);
    assertEquals(0, verify("hello\n", "a@x", "-O", "verify-time=20240101").code());
  }

  @Test
  void aRevokedKeyIsNotBelieved() {
    sign();
    Session revoked = verify("hello\n", "a@x", "-r", key + ".pub");
    assertEquals(255, revoked.code());
    assertTrue(revoked.said().startsWith("sig_verify: signing key is revoked\n"), revoked.said());
    // A list that cannot be read may be the one that has the key.
    assertEquals(255, verify("hello\n", "a@x", "-r", home.resolve("none").toString()).code());
  }

  @Test
  void standardInputIsSignedToStandardOutput() throws Exception {
    Session session = run("hello\n", "-q", "-Y", "sign", "-f", key, "-n", "file");
    assertTrue(session.said().startsWith("-----BEGIN SSH SIGNATURE-----\n"), session.said());
    Files.writeString(Path.of(file + ".sig"), session.said());
    assertEquals(0, verify("hello\n", "a@x").code());
  }

  @Test
  void aSignatureIsReplacedOnlyIfThatIsWanted() throws Exception {
    sign();
    String before = Files.readString(Path.of(file + ".sig"));
    Files.writeString(Path.of(file), "other");
    Session no = run("n\n", "-Y", "sign", "-f", key, "-n", "file", file);
    assertTrue(no.said().contains(".sig already exists.\nOverwrite (y/n)? "), no.said());
    assertEquals(0, no.code());
    assertEquals(before, Files.readString(Path.of(file + ".sig")));
    run("y\n", "-Y", "sign", "-f", key, "-n", "file", file);
    assertFalse(before.equals(Files.readString(Path.of(file + ".sig"))));
  }

  @Test
  void whoseItCouldBe() {
    sign();
    Session found = run("", "-Y", "find-principals", "-s", file + ".sig", "-f", signers);
    assertEquals("a@x\n*@y\n", found.said());
    assertEquals("a@x,*@y\n", run("", "-Y", "match-principals", "-I", "q@y", "-f", signers).said());
    Session none = run("", "-Y", "match-principals", "-I", "q@z", "-f", signers);
    assertEquals("No principal matched.\n", none.said());
    assertEquals(255, none.code());
    Session checked = run("hello\n", "-Y", "check-novalidate", "-n", "file", "-s", file + ".sig");
    assertEquals(
        "Good \"file\" signature with ED25519 key " + fingerprint() + "\n", checked.said());
  }

  @Test
  void whatIsMissingIsNamed() {
    Session missing = run("", "-Y", "sign", "-f", key, file);
    assertEquals("Too few arguments for sign: missing namespace\n", missing.said());
    assertEquals(1, missing.code());
    Session unknown = run("", "-Y", "seal", "-f", key, file);
    assertTrue(
        unknown.said().startsWith("Unsupported operation for -Y: \"seal\"\nusage: "),
        unknown.said());
    Session gone = run("", "-Y", "sign", "-f", key, "-n", "file", file + "x");
    assertEquals("Cannot open " + file + "x for signing: No such file or directory\n", gone.said());
  }
}
