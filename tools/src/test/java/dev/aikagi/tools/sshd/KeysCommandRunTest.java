package dev.aikagi.tools.sshd;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.aikagi.auth.KeyDecision;
import dev.aikagi.config.Diagnostic;
import dev.aikagi.config.ServerConfigReader;
import dev.aikagi.key.Fingerprint;
import dev.aikagi.key.KeyGenerator;
import dev.aikagi.key.KeyOrCertificate;
import dev.aikagi.key.PublicKey;
import dev.aikagi.posix.User;
import dev.aikagi.tools.ServerLog;
import dev.aikagi.tools.SystemSurroundings;
import java.io.ByteArrayOutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Base64;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * AuthorizedKeysCommand as it runs: with whose rights, with which words, and what its end means.
 */
@Tag("A11")
@Timeout(120)
class KeysCommandRunTest {
  private static final PublicKey KEY = KeyGenerator.ed25519().publicKey();
  private static final PublicKey OTHER = KeyGenerator.ed25519().publicKey();

  private final ByteArrayOutputStream told = new ByteArrayOutputStream();
  private final ServerLog log = ServerLog.toStream(told, ServerLog.Level.DEBUG3);

  /** Whoever runs the command may write here. */
  private Path out = Path.of("");

  @BeforeEach
  void isRoot() throws Exception {
    assumeTrue(User.effectiveId() == 0, "needs root: it changes ids");
    assumeTrue(User.named("nobody").isPresent(), "needs the user nobody");
    // The folder of the tests may be closed to others above this one.
    Path open = Files.createTempDirectory("keys-command");
    Files.setPosixFilePermissions(open, PosixFilePermissions.fromString("rwxrwxrwx"));
    out = open.resolve("out");
  }

  @org.junit.jupiter.api.AfterEach
  void clean() throws Exception {
    if (out.getParent() != null) {
      Files.deleteIfExists(out);
      Files.deleteIfExists(out.resolveSibling("program"));
      Files.delete(out.getParent());
    }
  }

  private KeyDecision decide(String command, String asUser, User user) throws Exception {
    ServerConfigReader reader =
        new ServerConfigReader(
            new SystemSurroundings(log), SshdAlgorithms.NAMES, Diagnostic.NOBODY);
    reader.option("AuthorizedKeysCommand=" + command);
    reader.option("AuthorizedKeysCommandUser=" + asUser);
    Peer peer =
        Peer.of(
            new InetSocketAddress(InetAddress.ofLiteral("192.0.2.7"), 1234),
            new InetSocketAddress(InetAddress.ofLiteral("192.0.2.1"), 22));
    UserKeys keys = new UserKeys(user, reader.withoutFile(), peer, log, new StartedHere());
    return new KeysCommand(keys, new KeyOrCertificate.Plain(KEY)).decide();
  }

  private KeyDecision decide(String script) throws Exception {
    return decide("/bin/sh -c '" + script.replace("%", "%%") + "'", "nobody", somebody());
  }

  /** An account whose every part tries to be more than one word. */
  private static User somebody() {
    return new User("a b;$(id)", 4711, 4712, "", Path.of("/home/x y\"'`id`"), "/bin/sh");
  }

  private String written() throws Exception {
    return Files.readString(out);
  }

  @Test
  void itRunsWithExactlyTheIdsOfItsUser() throws Exception {
    decide("(id -u; id -ru; id -g; id -rg; id -G) > " + out);
    User nobody = User.named("nobody").orElseThrow();
    String expected =
        Stream.of("-u", "-ru", "-g", "-rg", "-G").map(this::id).collect(Collectors.joining());
    assertEquals(expected, written());
    assertTrue(expected.startsWith(Integer.toUnsignedString(nobody.uid()) + "\n"), expected);
    assertFalse(List.of(expected.split("\\s")).contains("0"), "a group of root's is left");
  }

  /** What id says of nobody, asked of the program and not of our own tables. */
  private String id(String flag) {
    try {
      Process id = new ProcessBuilder("id", flag.replace("r", ""), "nobody").start();
      return new String(id.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    } catch (java.io.IOException e) {
      throw new java.io.UncheckedIOException(e);
    }
  }

  /** A pipe that nobody reads fills, and its writer waits for ever. */
  @Test
  @Timeout(40)
  void whatItComplainsOfIsRead() throws Exception {
    decide("head -c 300000 /dev/zero | tr \"\\0\" x >&2; echo done > " + out);
    assertEquals("done\n", written());
  }

  /** No value of a token becomes two words, and none is read by a shell. */
  @Test
  void itsWordsAreThoseOfTheConfiguration() throws Exception {
    String script = "printf \"%%s\\\\n\" \"$0\" \"$@\" > " + out;
    KeyDecision decision =
        decide("/bin/sh -c '" + script + "' %u %h %t %k %f \"a %% b\" -%u", "nobody", somebody());
    assertInstanceOf(KeyDecision.Refused.class, decision);
    assertEquals(
        List.of(
            "a b;$(id)",
            "/home/x y\"'`id`",
            "ssh-ed25519",
            Base64.getEncoder().encodeToString(KEY.blob().toArray()),
            Fingerprint.of(KEY).toString(),
            "a % b",
            "-a b;$(id)"),
        Files.readAllLines(out));
  }

  @Test
  void itsEnvironmentAndFolderAreItsOwn() throws Exception {
    decide("(pwd; env | sed \"s/=.*//\" | sort | tr \"\\n\" \" \") > " + out);
    List<String> lines = Files.readAllLines(out);
    assertEquals("/", lines.getFirst());
    assertTrue(
        List.of("HOME", "LANG", "LOGNAME", "PATH", "PWD", "USER", "_", "OLDPWD", "SHLVL")
            .containsAll(List.of(lines.getLast().strip().split(" "))),
        lines.getLast());
  }

  @Test
  void aLineItPrintsLetsIn() throws Exception {
    KeyDecision.Authorized yes =
        assertInstanceOf(
            KeyDecision.Authorized.class,
            decide("echo \"command=\\\\\\\"only this\\\\\\\" " + KEY.line() + "\""));
    assertEquals("only this", yes.options().command());
    assertInstanceOf(KeyDecision.Refused.class, decide("echo " + OTHER.line()));
  }

  /** Whatever is not a good end is no, also after a line that would let in. */
  @ParameterizedTest
  @ValueSource(
      strings = {
        "echo KEY; exit 1",
        "echo KEY; exit 255",
        "echo KEY; kill -9 $$",
        "echo KEY; kill -15 $$",
        "printf KEY | head -c 60",
        "printf \"command=\\\"no end KEY\"",
        "printf \"no-such-option KEY\"",
        "echo KEY; yes | head -c 2000000",
        "exec /no/such/program",
        ":"
      })
  void whatGoesWrongIsNo(String script) throws Exception {
    assertInstanceOf(KeyDecision.Refused.class, decide(script.replace("KEY", KEY.line())), script);
  }

  @Test
  void aCommandThatOthersCanChangeIsNotRun() throws Exception {
    Path program = out.resolveSibling("program");
    Files.writeString(program, "#!/bin/sh\necho " + KEY.line() + "\n");
    Files.setPosixFilePermissions(program, PosixFilePermissions.fromString("rwxrwxrwx"));
    assertInstanceOf(KeyDecision.Refused.class, decide(program.toString(), "nobody", somebody()));
    assertInstanceOf(KeyDecision.Refused.class, decide("/no/such/program", "nobody", somebody()));
    assertInstanceOf(
        KeyDecision.Refused.class,
        decide("/bin/echo " + KEY.line(), "no-such-user-here", somebody()));
    assertInstanceOf(
        KeyDecision.Authorized.class, decide("/bin/echo " + KEY.line(), "nobody", somebody()));
  }
}
