package dev.aikagi.interop.keygen;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** PuTTY's files, made anew in every run from keys that ssh-keygen of ours made. */
class PuttyDifferentialTest {
  @TempDir Path folder;

  @BeforeAll
  static void peer() {
    Tool.assumeInstalled(Tool.PUTTYGEN);
  }

  private void puttygen(String... words) throws Exception {
    List<String> command = new ArrayList<>(List.of(Tool.PUTTYGEN));
    command.addAll(List.of(words));
    Tool.process(folder, command).ok();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"ed25519 256", "ecdsa 256", "ecdsa 384", "ecdsa 521", "rsa 2048", "dsa 1024"})
  void readsWhatPuttygenWrites(String kind) throws Exception {
    String[] words = kind.split(" ", 2);
    String key = folder.resolve("key").toString();
    Tool.ours("-q", "-t", words[0], "-b", words[1], "-N", "", "-C", "me", "-f", key).ok();
    Path secret = Files.writeString(folder.resolve("secret"), "pass phrase");
    String expected = Tool.ours("-y", "-f", key).ok().out();
    for (String version : List.of("version=2", "version=3,memory=256,passes=2")) {
      for (boolean encrypted : new boolean[] {false, true}) {
        String ppk = folder.resolve(version.charAt(8) + "-" + encrypted).toString();
        List<String> options =
            new ArrayList<>(List.of(key, "-O", "private", "-o", ppk, "--ppk-param", version));
        if (encrypted) {
          options.addAll(List.of("--new-passphrase", secret.toString()));
        }
        puttygen(options.toArray(String[]::new));
        String passphrase = encrypted ? "pass phrase" : "";
        assertEquals(expected, Tool.ours("-y", "-P", passphrase, "-f", ppk).ok().out());
        assertEquals(encrypted ? 255 : 0, Tool.ours("-y", "-P", "wrong", "-f", ppk).code());
        Tool.ours("-p", "-a", "2", "-P", passphrase, "-N", "another", "-f", ppk).ok();
        assertEquals(expected, Tool.theirs(folder, "-y", "-P", "another", "-f", ppk).ok().out());
      }
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"ed25519", "ecdsa", "rsa", "dsa"})
  void puttygenReadsWhatWeWrite(String type) throws Exception {
    String key = folder.resolve("key").toString();
    Path secret = Files.writeString(folder.resolve("secret"), "pass phrase");
    for (String format : List.of("RFC4716", "PEM", "PKCS8")) {
      if (format.equals("PKCS8")) {
        // puttygen 0.78 does not read PKCS#8.
        continue;
      }
      Files.deleteIfExists(Path.of(key));
      Tool.ours("-q", "-t", type, "-m", format, "-a", "2", "-N", "pass phrase", "-f", key).ok();
      String out = folder.resolve("public").toString();
      puttygen(key, "--old-passphrase", secret.toString(), "-O", "public-openssh", "-o", out);
      String[] theirs = Files.readString(Path.of(out)).split(" ", -1);
      String[] ours = Tool.ours("-y", "-P", "pass phrase", "-f", key).ok().out().split("[ \n]", -1);
      assertEquals(ours[1], theirs[1].strip());
    }
  }

  /** The way from OpenSSH's key file to one for PuTTY or Tera Term, and back by puttygen. */
  @ParameterizedTest
  @ValueSource(
      strings = {"ed25519 256", "ecdsa 256", "ecdsa 384", "ecdsa 521", "rsa 2048", "dsa 1024"})
  void puttygenReadsThePpkThatWeWrite(String kind) throws Exception {
    String[] words = kind.split(" ", 2);
    String key = folder.resolve("key").toString();
    Path secret = Files.writeString(folder.resolve("secret"), "pass phrase");
    Path none = Files.writeString(folder.resolve("none"), "");
    Tool.theirs(folder, "-q", "-t", words[0], "-b", words[1], "-N", "", "-C", "me", "-f", key).ok();
    String expected = Tool.theirs(folder, "-y", "-f", key).ok().out();
    for (String format : List.of("PPK", "PPK2")) {
      for (String passphrase : List.of("", "pass phrase")) {
        Path ppk = folder.resolve(format + passphrase.length());
        String text =
            Tool.ours("-e", "-m", format, "-a", "2", "-N", passphrase, "-f", key).ok().out();
        Files.writeString(ppk, text);
        String back = folder.resolve("back").toString();
        Path old = passphrase.isEmpty() ? none : secret;
        puttygen(
            ppk.toString(),
            "--old-passphrase",
            old.toString(),
            "-O",
            "private-openssh-new",
            "--new-passphrase",
            none.toString(),
            "-o",
            back);
        assertEquals(expected, Tool.theirs(folder, "-y", "-f", back).ok().out());
        Files.delete(Path.of(back));
      }
    }
  }

  /** A key that is made in PuTTY's form, and one that is moved into it in its place. */
  @ParameterizedTest
  @ValueSource(strings = {"PPK", "PPK2"})
  void keysAreMadeAndRewrittenInPuttysForm(String format) throws Exception {
    String key = folder.resolve("key").toString();
    Path secret = Files.writeString(folder.resolve("secret"), "pass phrase");
    Tool.ours("-q", "-t", "ed25519", "-m", format, "-a", "2", "-N", "", "-C", "me", "-f", key).ok();
    Tool.ours("-p", "-m", format, "-a", "2", "-P", "", "-N", "pass phrase", "-f", key).ok();
    Tool.ours("-c", "-m", format, "-a", "2", "-P", "pass phrase", "-C", "new", "-f", key).ok();
    String out = folder.resolve("public").toString();
    puttygen(key, "--old-passphrase", secret.toString(), "-O", "public-openssh", "-o", out);
    assertEquals(Files.readString(Path.of(key + ".pub")), Files.readString(Path.of(out)));
  }
}
