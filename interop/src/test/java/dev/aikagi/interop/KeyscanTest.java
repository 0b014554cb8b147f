package dev.aikagi.interop;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * ssh-keyscan beside OpenSSH's, which prints one key of the three curves of ECDSA: what it finds we
 * find, and everything that the server has.
 */
class KeyscanTest {
  private static final List<String> TYPES =
      List.of("ed25519", "ecdsa-256", "ecdsa-384", "ecdsa-521", "rsa");

  @TempDir static Path folder;
  private static Keys keys;
  private static Daemon real;
  private static Daemon ours;

  @BeforeAll
  static void start() throws Exception {
    keys = Keys.make(folder);
    List<String> more =
        Stream.of("ed25519", "rsa").map(t -> "HostCertificate " + certificate(t)).toList();
    real = Sshd.start(Peer.required("sshd"), keys, more);
    // Who connects and does not log in is kept away after a while, as by OpenSSH since 9.8.
    List<String> patient =
        Stream.concat(more.stream(), Stream.of("PerSourcePenalties no")).toList();
    ours = Sshd.start(Peer.ours("sshd"), keys, patient);
  }

  @AfterAll
  static void stop() {
    if (ours != null) {
      real.close();
      ours.close();
    }
  }

  private static Path certificate(String type) {
    try {
      Command.of(Peer.required("ssh-keygen"), "-q", "-h", "-I", type, "-n", "127.0.0.1")
          .and("-s", keys.identity("ed25519").toString())
          .and(Keys.publicPart(keys.host(type)).toString())
          .run()
          .expectSuccess();
    } catch (Exception e) {
      throw new AssertionError(e);
    }
    return keys.host(type).resolveSibling("host_" + type + "-cert.pub");
  }

  private static Daemon server(String whose) {
    return whose.equals("ours") ? ours : real;
  }

  private static Command scan(String program, Daemon server, String... words) {
    return Command.of(program).and(words).and("-p", Integer.toString(server.port()), "127.0.0.1");
  }

  private static Set<String> lines(String text) {
    return new TreeSet<>(text.lines().toList());
  }

  /** What a line says of a key, whatever stands before it and behind it. */
  private static String key(String line) {
    String[] words = line.split(" ", -1);
    return words[0] + " " + words[1];
  }

  private static Set<String> keys(String... types) throws Exception {
    Set<String> all = new TreeSet<>();
    for (String type : types) {
      all.add(key(Files.readString(Keys.publicPart(keys.host(type)))));
    }
    return all;
  }

  private static Set<String> withoutName(Set<String> lines) {
    return lines.stream()
        .map(l -> l.substring(l.indexOf(' ') + 1))
        .collect(Collectors.toCollection(TreeSet::new));
  }

  @ParameterizedTest
  @CsvSource({"real, ''", "ours, ''", "real, -D", "ours, -D", "real, -c", "ours, -c"})
  void findsWhatOpenSshFinds(String whose, String flag) throws Exception {
    Daemon server = server(whose);
    String[] words = flag.isEmpty() ? new String[0] : new String[] {flag};
    Set<String> theirs =
        lines(scan(Peer.required("ssh-keyscan"), server, words).run().expectSuccess());
    Set<String> found = lines(scan(Peer.ours("ssh-keyscan"), server, words).run().expectSuccess());
    assertTrue(found.containsAll(theirs), () -> found + "\nlacks some of\n" + theirs);
    assertTrue(!theirs.isEmpty());
  }

  @ParameterizedTest
  @ValueSource(strings = {"real", "ours"})
  void findsEveryKey(String whose) throws Exception {
    Set<String> found = lines(scan(Peer.ours("ssh-keyscan"), server(whose)).run().expectSuccess());
    assertEquals(keys(TYPES.toArray(String[]::new)), withoutName(found));
  }

  @ParameterizedTest
  @CsvSource({"rsa, rsa", "ed25519, ed25519"})
  void findsOneType(String word, String type) throws Exception {
    Command.Outcome outcome = scan(Peer.ours("ssh-keyscan"), real, "-t", word).run();
    assertEquals(keys(type), withoutName(lines(outcome.expectSuccess())));
    Command.Outcome theirs = scan(Peer.required("ssh-keyscan"), real, "-t", word).run();
    assertEquals(lines(theirs.text()), lines(outcome.text()));
    assertEquals(theirs.errors(), outcome.errors());
  }

  /** The name is found in a hashed line by OpenSSH, and login with the file asks nothing. */
  @Test
  void theFileIsGoodForALogin() throws Exception {
    Path known = folder.resolve("scanned");
    scan(Peer.ours("ssh-keyscan"), real, "-H", "-q").output(known).run().expectSuccess();
    Command.of(Peer.required("ssh-keygen"), "-f", known.toString(), "-F")
        .and("[127.0.0.1]:" + real.port())
        .run()
        .expectSuccess();
    for (String ssh : List.of(Peer.required("ssh"), Peer.ours("ssh"))) {
      Command.of(ssh, "-F", "none", "-o", "BatchMode=yes", "-o", "StrictHostKeyChecking=yes")
          .and("-o", "UserKnownHostsFile=" + known, "-o", "GlobalKnownHostsFile=none")
          .and("-o", "IdentityAgent=none", "-i", keys.identity("ed25519").toString())
          .and("-p", Integer.toString(real.port()), "127.0.0.1", "true")
          .run()
          .expectSuccess();
    }
  }

  /** The records that ssh-keygen -r makes of the key files are those that the server shows. */
  @ParameterizedTest
  @ValueSource(strings = {"rsa", "ed25519", "ecdsa-384"})
  void recordsOfFilesAreThoseOfOpenSsh(String type) throws Exception {
    String file = Keys.publicPart(keys.host(type)).toString();
    for (String generic : List.of("", "-g")) {
      List<String> words = new java.util.ArrayList<>(List.of("-r", "127.0.0.1", "-f", file));
      if (!generic.isEmpty()) {
        words.add(generic);
      }
      String[] all = words.toArray(String[]::new);
      assertEquals(
          Command.of(Peer.required("ssh-keygen")).and(all).run().expectSuccess(),
          Command.of(Peer.ours("ssh-keygen")).and(all).run().expectSuccess());
    }
    Set<String> shown = lines(scan(Peer.ours("ssh-keyscan"), ours, "-D").run().expectSuccess());
    String made =
        Command.of(Peer.ours("ssh-keygen"), "-r", "127.0.0.1", "-f", file).run().expectSuccess();
    assertTrue(shown.containsAll(lines(made)), () -> shown + "\nlacks some of\n" + made);
  }

  /** What nobody listens to, and a name that nobody knows: the other host is found all the same. */
  @Test
  void oneThatFailsHindersNoOther() throws Exception {
    Command.Outcome outcome =
        scan(Peer.ours("ssh-keyscan"), real, "-t", "ed25519")
            .and("no-such-host.invalid", "127.0.0.2")
            .run();
    assertEquals(keys("ed25519"), withoutName(lines(outcome.expectSuccess())));
    assertTrue(outcome.errors().contains("getaddrinfo no-such-host.invalid"), outcome.errors());
    assertTrue(outcome.errors().contains("127.0.0.2: Connection refused"), outcome.errors());
  }
}
