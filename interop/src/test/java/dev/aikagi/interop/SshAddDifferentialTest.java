package dev.aikagi.interop;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * The same command lines for both ssh-adds, each with an agent of its own: what they print, how
 * they end, and what the agents then hold is the same.
 */
class SshAddDifferentialTest {
  @TempDir Path folder;

  /** In their order: what one adds the next one lists. A word before a bar is the input. */
  private static final List<String> CASES =
      List.of(
          "-l",
          "-L",
          "ed25519",
          "-l",
          "ed25519",
          "-t 100 rsa",
          "-c ecdsa",
          "-t 1h30m -c ecdsa-521",
          "certified",
          "-l",
          "-L",
          "-lq",
          "-q dsa",
          "-d dsa",
          "-d dsa",
          "nofile",
          "-d nofile",
          "locked",
          "passphrase | locked",
          "wrong-once | -c locked",
          "wrong | locked",
          "passphrase | locked locked ed25519",
          "ed25519 | -",
          "locked | -",
          "certified-cert.pub | -d -",
          "ed25519.pub | -d -",
          "list | -d -",
          "garbage.pub | -d -",
          "open",
          "private-folder",
          "only-private",
          "-d only-private",
          "no-comment",
          "-d no-comment",
          "wide",
          "-l",
          "-d wide",
          "pem pkcs8",
          "-l",
          "-d pem pkcs8",
          "foreign-certificate",
          "foreign-certificate -k",
          "-k foreign-certificate",
          "-d -k foreign-certificate",
          "-d foreign-certificate",
          "-D",
          "-D -q",
          "-l -E md5",
          "-E foo -l",
          "-t foo ed25519",
          "-t 0 ed25519",
          "-t 99999999999 ed25519",
          "-lL",
          "-xX",
          "-l -D",
          "-l -x",
          "-K -l",
          "-s card -l",
          "-TL",
          "-T",
          "ed25519 rsa certified",
          "-T ed25519.pub rsa.pub certified-cert.pub ed25519",
          "-T nofile dsa.pub",
          "-l -E md5",
          "-l -E SHA512",
          "-x",
          "-X",
          "passphrase | -x",
          "lock | -x",
          "-l",
          "ed25519",
          "-d ed25519",
          "-D",
          "-T ed25519.pub",
          "passphrase | -X",
          "unlock | -X",
          "-l",
          "unlock | -X",
          "-H known -h alpha ed25519",
          "-H known -h user@alpha ed25519",
          "-H known -h alpha>gamma certified",
          "-H known -h alpha>us@gamma -t 50 -c certified",
          "-H known -h us@alpha>gamma ed25519",
          "-H known -h >alpha ed25519",
          "-H known -h alpha> ed25519",
          "-H known -h @alpha ed25519",
          "-H known -h alpha@ ed25519",
          "-H known -h nohost ed25519",
          "-H known -h nohost>alpha ed25519",
          "-H known -h [beta]:2222 ed25519",
          "-H known -h beta ed25519",
          "-H known -h a.example.com ed25519",
          "-H known -h ALPHA ed25519",
          "-H known -h u@s@alpha ed25519",
          "-H known -h * ed25519",
          "-H known -h alpha -h gamma ed25519",
          "-H nofile -h alpha ed25519",
          "-l",
          "-T ed25519.pub",
          "-d ed25519",
          "-m 5 ed25519",
          "-S foo ed25519",
          "-v ed25519",
          "-- ed25519",
          "ed25519 -q",
          "-D");

  @BeforeEach
  void files() throws Exception {
    Peer.required("ssh-add");
    keygen("ed25519", "ed25519", "");
    keygen("rsa", "rsa -b 2048", "");
    keygen("ecdsa", "ecdsa -b 256", "");
    keygen("ecdsa-521", "ecdsa -b 521", "");
    keygen("dsa", "dsa", "");
    keygen("locked", "ed25519", "secret");
    keygen("authority", "ed25519", "");
    keygen("certified", "ed25519", "");
    certify("certified", "id of it");
    keygen("other", "ed25519", "");
    certify("other", "other id");
    Files.copy(path("ed25519"), path("foreign-certificate"));
    Files.copy(path("ed25519.pub"), path("foreign-certificate.pub"));
    Files.move(path("other-cert.pub"), path("foreign-certificate-cert.pub"));
    Files.copy(path("ed25519"), path("only-private"));
    Files.copy(path("ed25519"), path("open"));
    Files.setPosixFilePermissions(path("open"), PosixFilePermissions.fromString("rw-r--r--"));
    Files.createDirectory(path("private-folder"));
    Files.setPosixFilePermissions(
        path("private-folder"), PosixFilePermissions.fromString("rwx------"));
    Command.of(Peer.required("ssh-keygen"), "-q", "-t", "ed25519", "-N", "", "-C", "")
        .and("-f", path("no-comment").toString())
        .run()
        .expectSuccess();
    Command.of(Peer.required("ssh-keygen"), "-q", "-t", "ed25519", "-N", "", "-C", "ä ö ☃")
        .and("-f", path("wide").toString())
        .run()
        .expectSuccess();
    converted("rsa", "pem", "PEM");
    converted("ecdsa", "pkcs8", "PKCS8");
    write("passphrase", "secret\n");
    write("wrong-once", "wrong\nsecret\n");
    write("wrong", "wrong\n\n");
    write("lock", "word\nword\n");
    write("unlock", "word\n");
    write("garbage.pub", "garbage\n");
    String key = Files.readString(path("ed25519.pub"));
    String rsa = Files.readString(path("rsa.pub"));
    write("list", "# all\n\n" + key + "bad\n  " + rsa);
    String authority = Files.readString(path("authority.pub"));
    String ecdsa = Files.readString(path("ecdsa.pub"));
    write(
        "known",
        "alpha,[beta]:2222 "
            + rsa
            + "alpha "
            + key
            + "@cert-authority *.example.com "
            + authority
            + "@revoked gamma "
            + authority
            + "gamma "
            + ecdsa);
  }

  private Path path(String name) {
    return folder.resolve(name);
  }

  private void write(String name, String text) throws Exception {
    Files.writeString(path(name), text, StandardCharsets.UTF_8);
  }

  private void keygen(String name, String type, String passphrase) throws Exception {
    Command.of(Peer.required("ssh-keygen"), "-q", "-N", passphrase, "-C", "a " + name)
        .and("-f", path(name).toString(), "-t")
        .and(type.split(" ", -1))
        .run()
        .expectSuccess();
  }

  private void certify(String name, String id) throws Exception {
    Command.of(Peer.required("ssh-keygen"), "-q", "-s", path("authority").toString())
        .and("-I", id, "-n", "hoge", path(name + ".pub").toString())
        .run()
        .expectSuccess();
  }

  private void converted(String from, String to, String format) throws Exception {
    Files.copy(path(from), path(to));
    Files.copy(path(from + ".pub"), path(to + ".pub"));
    Command.of(Peer.required("ssh-keygen"), "-q", "-p", "-P", "", "-N", "", "-m", format)
        .and("-f", path(to).toString())
        .run()
        .expectSuccess();
  }

  private Command.Outcome run(Agent agent, String whose, String line) throws Exception {
    int bar = line.indexOf(" | ");
    List<String> words = new ArrayList<>(List.of("sh", "-c", "cd \"$0\" && exec \"$@\""));
    words.add(folder.toString());
    words.addAll(agent.add(whose, line.substring(bar < 0 ? 0 : bar + 3).split(" ", -1)).words());
    Command command = agent.client(words);
    if (bar >= 0) {
      command.input(path(line.substring(0, bar)));
    }
    return command.run();
  }

  @ParameterizedTest
  @ValueSource(strings = {"OpenSSH's", "ours"})
  void bothSayTheSame(String agents) throws Exception {
    List<String> differences = new ArrayList<>();
    try (Agent one = Agent.start(agents, path("agent-1"));
        Agent other = Agent.start(agents, path("agent-2"))) {
      for (String line : CASES) {
        Command.Outcome theirs = run(one, "OpenSSH's", line);
        Command.Outcome ours = run(other, "ours", line);
        if (!text(theirs).equals(text(ours))) {
          differences.add(line + "\n--- theirs\n" + text(theirs) + "\n--- ours\n" + text(ours));
        }
        Compared.one("agents");
      }
    }
    assertEquals("", String.join("\n\n", differences));
  }

  private static String text(Command.Outcome outcome) {
    return outcome.status() + "\n" + outcome.text() + "\n" + outcome.errors();
  }

  /** A passphrase that was right is tried with the next key before anything is asked. */
  @Test
  void atATerminalBothAskTheSame() throws Exception {
    keygen("locked-too", "ed25519", "secret");
    keygen("locked-otherwise", "ed25519", "other");
    List<List<String>> shown = new ArrayList<>();
    for (String whose : List.of("OpenSSH's", "ours")) {
      Path place = Files.createDirectory(path(whose.equals("ours") ? "screen-2" : "screen-1"));
      try (Agent agent = Agent.start(whose, place.resolve("agent"))) {
        String program = whose.equals("ours") ? Peer.ours("ssh-add") : Peer.required("ssh-add");
        String line =
            "cd '%s'; export SSH_AUTH_SOCK='%s'; '%s' locked locked-too locked-otherwise;"
                    .formatted(folder, agent.socket(), program)
                + " echo status $?; '%1$s' -x; echo status $?; read end".formatted(program);
        try (Screen screen = new Screen(place, line)) {
          screen.await("Enter passphrase for locked:");
          screen.line("wrong");
          screen.await("Bad passphrase");
          screen.line("secret");
          screen.await("Enter passphrase for locked-otherwise");
          screen.line("");
          screen.await("Enter lock password:");
          screen.line("word");
          screen.await("Again:");
          screen.line("wrod");
          screen.await(
              "the end", lines -> lines.stream().filter(l -> l.startsWith("status")).count() == 2);
          shown.add(screen.lines());
        }
      }
    }
    assertEquals(String.join("\n", shown.getFirst()), String.join("\n", shown.getLast()));
  }

  @Test
  void withoutAnAgentBothSayTheSame() throws Exception {
    for (String socket : List.of("", path("nobody").toString(), path("ed25519").toString())) {
      List<String> said = new ArrayList<>();
      for (String program : List.of(Peer.required("ssh-add"), Peer.ours("ssh-add"))) {
        Command command = Command.of(program, "-l");
        if (!socket.isEmpty()) {
          command.environment("SSH_AUTH_SOCK", socket);
        }
        said.add(text(command.run()));
      }
      assertEquals(said.getFirst(), said.getLast());
    }
  }

  /** What OpenSSH says too, and why below it. */
  @Test
  void aFileThatIsNoKeySaysWhy() throws Exception {
    write("garbage", "garbage\n");
    Files.setPosixFilePermissions(path("garbage"), PosixFilePermissions.fromString("rw-------"));
    try (Agent agent = Agent.start("OpenSSH's", path("agent"))) {
      for (String line : List.of("garbage", "garbage | -")) {
        Command.Outcome theirs = run(agent, "OpenSSH's", line);
        Command.Outcome ours = run(agent, "ours", line);
        assertEquals(theirs.status(), ours.status());
        assertTrue(ours.errors().startsWith(theirs.errors()), ours.errors());
        assertTrue(ours.errors().contains("the file holds no key in any known format"));
      }
    }
  }

  @Test
  void commentsDoNotMoveTheCursor() throws Exception {
    Command.of(Peer.required("ssh-keygen"), "-q", "-t", "ed25519", "-N", "", "-C", "\033[31mred")
        .and("-f", path("red").toString())
        .run()
        .expectSuccess();
    try (Agent agent = Agent.start("OpenSSH's", path("agent"))) {
      run(agent, "OpenSSH's", "red").expectSuccess();
      String listed = run(agent, "ours", "-l").expectSuccess();
      assertTrue(listed.contains(" \\033[31mred ("), listed);
    }
  }

  /** What OpenSSH has since 9.2, and so cannot be compared here. */
  @Test
  void certificatesAloneAndUntilTheirEnd() throws Exception {
    keygen("short", "ed25519", "");
    Command.of(Peer.required("ssh-keygen"), "-q", "-s", path("authority").toString())
        .and("-I", "short", "-n", "hoge", "-V", "-1h:+1h", path("short.pub").toString())
        .run()
        .expectSuccess();
    keygen("over", "ed25519", "");
    Command.of(Peer.required("ssh-keygen"), "-q", "-s", path("authority").toString())
        .and("-I", "over", "-n", "hoge", "-V", "-2h:-1h", path("over.pub").toString())
        .run()
        .expectSuccess();
    try (Agent agent = Agent.start("ours", path("agent"))) {
      String added = run(agent, "ours", "-C short").errors();
      assertEquals("Certificate added: short-cert.pub (short)\n", added);
      assertEquals(1, run(agent, "ours", "-l").expectSuccess().lines().count());
      Command.Outcome over = run(agent, "ours", "-C over");
      assertEquals(1, over.status());
      assertTrue(over.errors().contains("has expired"), over.errors());
      run(agent, "ours", "-C -N over").expectSuccess();
      run(agent, "ours", "-d -C short").expectSuccess();
      assertEquals(1, run(agent, "ours", "-l").expectSuccess().lines().count());
      assertEquals("query\nsession-bind@openssh.com\n", run(agent, "ours", "-Q").expectSuccess());
    }
  }
}
