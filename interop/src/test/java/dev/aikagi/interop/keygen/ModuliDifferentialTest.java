package dev.aikagi.interop.keygen;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.aikagi.kex.Moduli;
import java.math.BigInteger;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** -M of both, on small numbers; OpenSSH's generation itself takes minutes even of those. */
class ModuliDifferentialTest {
  @TempDir Path folder;

  @BeforeAll
  static void peer() {
    Tool.assumeInstalled(Tool.SSH_KEYGEN);
  }

  private String file(String name) {
    return folder.resolve(name).toString();
  }

  private List<String> lines(String name) throws Exception {
    return Files.readAllLines(folder.resolve(name));
  }

  /** All but the time of the test. */
  private static List<String> timeless(List<String> lines) {
    return lines.stream().map(l -> l.substring(l.indexOf(' '))).toList();
  }

  @Test
  void bothScreenWhatWeMakeAlike() throws Exception {
    Tool.ours("-M", "generate", "-O", "bits=512", file("made")).ok();
    String[] words = {
      "-M", "screen", "-f", file("made"), "-O", "lines=600", "-O", "prime-tests=8", "OUT"
    };
    words[8] = file("ours");
    Tool.ours(words).ok();
    words[8] = file("theirs");
    Tool.theirs(folder, words).ok();
    assertEquals(timeless(lines("theirs")), timeless(lines("ours")));
    // Without a find, both are empty: then further lines are screened.
    for (int from = 600; lines("ours").isEmpty(); from += 600) {
      String[] more = words.clone();
      more[5] = "start-line=" + from;
      more[8] = file("ours");
      Tool.ours(more).ok();
    }
    // And again what was screened already.
    Tool.theirs(folder, "-M", "screen", "-f", file("ours"), file("again")).ok();
    assertEquals(lines("ours").size(), lines("again").size());
  }

  /** A candidate of a size that a server offers, out of the groups that OpenSSH comes with. */
  private void candidates() throws Exception {
    StringBuilder out = new StringBuilder();
    for (String line : Files.readAllLines(Path.of("/etc/ssh/moduli"))) {
      String[] fields = line.split(" ", -1);
      if (fields.length == 7 && fields[4].equals("2047")) {
        BigInteger q = new BigInteger(fields[6], 16).shiftRight(1);
        out.append("20261127171046 4 2 1 2046 0 ");
        out.append(q.toString(16).toUpperCase(Locale.ROOT)).append('\n');
        break;
      }
    }
    Files.writeString(folder.resolve("made"), out);
  }

  @Test
  void theServersTakeWhatIsScreened() throws Exception {
    Tool.assumeInstalled("/usr/sbin/sshd");
    candidates();
    Tool.ours("-M", "screen", "-f", file("made"), "-O", "prime-tests=4", file("moduli")).ok();
    assertEquals(1, Moduli.parse(Files.readString(folder.resolve("moduli"))).size());
    Tool.theirs(folder, "-q", "-t", "ed25519", "-N", "", "-f", file("host")).ok();
    Path config =
        Files.writeString(
            folder.resolve("config"),
            "HostKey "
                + file("host")
                + "\nModuliFile "
                + file("moduli")
                + "\nUsePAM no\n"
                + "KexAlgorithms diffie-hellman-group-exchange-sha256\n");
    String java = Path.of(System.getProperty("java.home"), "bin", "java").toString();
    String ours =
        java
            + " --enable-native-access=ALL-UNNAMED -cp "
            + System.getProperty("java.class.path")
            + " dev.aikagi.tools.Main sshd";
    for (String sshd : List.of("/usr/sbin/sshd", ours)) {
      // More bits are asked for: a server that did not read the file has such a group.
      Tool.Result login =
          Tool.process(
              folder,
              List.of(
                  "/usr/bin/ssh",
                  "-vv",
                  "-F",
                  "none",
                  "-oBatchMode=yes",
                  "-oIdentityFile=none",
                  "-oIdentityAgent=none",
                  "-oStrictHostKeyChecking=no",
                  "-oUserKnownHostsFile=none",
                  "-oKexAlgorithms=diffie-hellman-group-exchange-sha256",
                  "-oProxyCommand=" + sshd + " -i -f " + config,
                  "nobody@moduli.example"));
      assertTrue(login.err().contains("/2048"), login::err);
      assertTrue(login.err().contains("SSH2_MSG_KEX_DH_GEX_REPLY received"), login::err);
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "foo OUT",
        "generate -O foo=1 OUT",
        "generate",
        "generate -O bits=511 OUT",
        "generate -O bits=65537 OUT",
        "generate -O start=xyz OUT",
        "generate -O memory=1 OUT",
        "generate /nonexistent/file",
        "screen -f /nonexistent OUT",
        "screen -f /dev/null",
        "screen -f /dev/null OUT OUT",
        "screen -f /dev/null -O bits=5 OUT",
        "screen -f /dev/null -O prime-tests=3 OUT",
        "screen -f /dev/null -O generator=x OUT",
        "screen -f /dev/null /nonexistent/file",
      })
  void faultsAreSaidAlike(String words) throws Exception {
    String[] line = ("-M " + words.replace("OUT", file("out"))).split(" ", -1);
    Tool.assertSame(folder, line);
  }

  @Test
  void aCheckpointIsTakenUp() throws Exception {
    candidates();
    String good = Files.readString(folder.resolve("made"));
    Files.writeString(folder.resolve("made"), good + "# one\n" + good);
    for (boolean ours : new boolean[] {true, false}) {
      String out = file("out" + ours);
      Files.writeString(folder.resolve("at"), "1\n");
      String[] words = {"-M", "screen", "-f", file("made"), "-O", "checkpoint=" + file("at"), out};
      Tool.Result result = ours ? Tool.ours(words) : Tool.theirs(folder, words);
      assertTrue(result.ok().err().startsWith("Loaded checkpoint from '"), result::err);
      assertEquals(1, Files.readAllLines(Path.of(out)).size());
      assertTrue(Files.notExists(folder.resolve("at")));
    }
  }
}
