package dev.aikagi.interop.keygen;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Keys made anew in every run, by either side, in every format, clear and encrypted; the other side
 * must read them and say the same about them.
 */
class KeyFilesDifferentialTest {
  private static final List<String> CIPHERS =
      List.of(
          "aes128-ctr",
          "aes192-ctr",
          "aes256-ctr",
          "aes128-cbc",
          "aes192-cbc",
          "aes256-cbc",
          "3des-cbc",
          "aes128-gcm@openssh.com",
          "aes256-gcm@openssh.com",
          "chacha20-poly1305@openssh.com");

  @TempDir Path folder;

  /** A kind of key: the words that make it, and whether PEM formats exist for it in 9.2. */
  record Kind(String type, int bits, boolean pem) {
    @Override
    public String toString() {
      return type + " " + bits;
    }
  }

  static List<Kind> kinds() {
    return List.of(
        new Kind("ed25519", 256, false),
        new Kind("ecdsa", 256, true),
        new Kind("ecdsa", 384, true),
        new Kind("ecdsa", 521, true),
        new Kind("rsa", 1024, true),
        new Kind("rsa", 2048, true),
        new Kind("rsa", 3072, true),
        new Kind("dsa", 1024, true));
  }

  @BeforeAll
  static void peer() {
    Tool.assumeInstalled(Tool.SSH_KEYGEN);
  }

  private static String[] make(Kind kind, String file, String passphrase, String... more) {
    List<String> words = new ArrayList<>();
    words.addAll(List.of("-q", "-t", kind.type(), "-b", String.valueOf(kind.bits())));
    words.addAll(List.of("-a", "2", "-C", "a comment", "-N", passphrase, "-f", file));
    words.addAll(List.of(more));
    return words.toArray(String[]::new);
  }

  private List<String[]> variants(Kind kind) {
    List<String[]> out = new ArrayList<>();
    for (String passphrase : List.of("", "pass phrase")) {
      out.add(new String[] {passphrase});
      if (kind.pem()) {
        out.add(new String[] {passphrase, "-m", "PEM"});
        out.add(new String[] {passphrase, "-m", "PKCS8"});
      }
    }
    return out;
  }

  private static String[] tail(String[] words) {
    return List.of(words).subList(1, words.length).toArray(String[]::new);
  }

  @ParameterizedTest
  @MethodSource("kinds")
  void theyReadOurs(Kind kind) throws Exception {
    int n = 0;
    for (String[] variant : variants(kind)) {
      String file = folder.resolve("ours" + n++).toString();
      Tool.ours(make(kind, file, variant[0], tail(variant))).ok();
      compareEverything(file, variant[0]);
    }
  }

  @ParameterizedTest
  @MethodSource("kinds")
  void weReadTheirs(Kind kind) throws Exception {
    int n = 0;
    for (String[] variant : variants(kind)) {
      String file = folder.resolve("theirs" + n++).toString();
      Tool.theirs(folder, make(kind, file, variant[0], tail(variant))).ok();
      compareEverything(file, variant[0]);
    }
  }

  private void compareEverything(String file, String passphrase) throws Exception {
    Tool.assertSame(folder, "-y", "-P", passphrase, "-f", file);
    Tool.assertSame(folder, "-y", "-P", "wrong one", "-f", file);
    Tool.assertSame(folder, "-l", "-f", file);
    Files.delete(Path.of(file + ".pub"));
    Tool.assertSame(folder, "-l", "-f", file);
    Tool.assertSame(folder, "-e", "-P", passphrase, "-f", file);
    assertEquals(0, Tool.ours("-y", "-P", passphrase, "-f", file).code());
  }

  @Test
  void everyCipherBothWays() throws Exception {
    Kind kind = kinds().getFirst();
    for (String cipher : CIPHERS) {
      String ours = folder.resolve("ours-" + cipher).toString();
      Tool.ours(make(kind, ours, "pass phrase", "-Z", cipher)).ok();
      Tool.assertSame(folder, "-y", "-P", "pass phrase", "-f", ours);
      String theirs = folder.resolve("theirs-" + cipher).toString();
      Tool.theirs(folder, make(kind, theirs, "pass phrase", "-Z", cipher)).ok();
      Tool.assertSame(folder, "-y", "-P", "pass phrase", "-f", theirs);
      Tool.assertSame(folder, "-y", "-P", "wrong one", "-f", theirs);
    }
  }

  @ParameterizedTest
  @MethodSource("kinds")
  void fingerprintsAndPictures(Kind kind) throws Exception {
    for (int i = 0; i < 4; i++) {
      String file = folder.resolve("key" + i).toString();
      Tool.theirs(folder, make(kind, file, "")).ok();
      for (String hash : List.of("sha256", "md5", "sha1", "sha384", "sha512")) {
        Tool.assertSame(folder, "-lv", "-E", hash, "-f", file + ".pub");
      }
    }
  }

  @ParameterizedTest
  @MethodSource("kinds")
  void publicFormsBothWays(Kind kind) throws Exception {
    String file = folder.resolve("key").toString();
    Tool.theirs(folder, make(kind, file, "")).ok();
    List<String> forms = kind.pem() ? List.of("RFC4716", "PKCS8", "PEM") : List.of("RFC4716");
    for (String form : forms) {
      Tool.assertSame(folder, "-e", "-m", form, "-f", file);
      boolean importable = !form.equals("PEM") || kind.type().equals("rsa");
      if (importable) {
        Path exported = folder.resolve(form);
        Files.writeString(exported, Tool.ours("-e", "-m", form, "-f", file).out());
        Tool.assertSame(folder, "-i", "-m", form, "-f", exported.toString());
      }
    }
  }

  @ParameterizedTest
  @MethodSource("kinds")
  void passphrasesAndCommentsChangeBothWays(Kind kind) throws Exception {
    String first = folder.resolve("first").toString();
    Tool.theirs(folder, make(kind, first, "old one")).ok();
    String second = folder.resolve("second").toString();
    Files.copy(Path.of(first), Path.of(second));
    String[][] jobs = {
      {"-p", "-a", "2", "-P", "old one", "-N", "new one"},
      {"-c", "-a", "2", "-P", "new one", "-C", "another"},
      {"-c", "-a", "2", "-P", "new one", "-C", "another"},
      {"-p", "-a", "2", "-P", "wrong", "-N", ""},
      {"-p", "-a", "2", "-P", "new one", "-N", ""},
      {"-c", "-C", ""}
    };
    for (String[] job : jobs) {
      var theirs = Tool.theirs(folder, with(job, "-f", first));
      var ours = Tool.ours(with(job, "-f", second));
      assertEquals(theirs.code(), ours.code());
      assertEquals(theirs.out(), ours.out());
      assertEquals(theirs.err().replace("first", "second"), ours.err());
      String passphrase = List.of(job).contains("-c") || theirs.code() != 0 ? "new one" : job[6];
      assertEquals(
          Tool.theirs(folder, "-y", "-P", passphrase, "-f", first),
          Tool.theirs(folder, "-y", "-P", passphrase, "-f", second));
    }
  }

  private static String[] with(String[] words, String... more) {
    List<String> all = new ArrayList<>(List.of(words));
    all.addAll(List.of(more));
    return all.toArray(String[]::new);
  }

  @Test
  void faults() throws Exception {
    String missing = folder.resolve("missing").toString();
    for (String job : List.of("-y", "-e", "-i", "-l", "-p", "-c")) {
      Tool.assertSame(folder, job, "-f", missing);
    }
    Path open = folder.resolve("open");
    Tool.theirs(folder, make(kinds().getFirst(), open.toString(), "")).ok();
    Files.setPosixFilePermissions(
        open, java.nio.file.attribute.PosixFilePermissions.fromString("rw-r--r--"));
    Tool.assertSame(folder, "-y", "-f", open.toString());
    Tool.assertSame(folder, "-p", "-N", "", "-f", open.toString());
    Tool.assertSame(folder, "-c", "-C", "x", "-f", open.toString());
    Tool.assertSame(folder, "-q", "-t", "ed25519", "-N", "", "-f", missing + "/x");
    Tool.assertSame(folder, "-t", "foo");
    Tool.assertSame(folder, "-t", "rsa", "-b", "512");
    Tool.assertSame(folder, "-t", "rsa", "-b", "20000");
    Tool.assertSame(folder, "-t", "ecdsa", "-b", "300");
    Tool.assertSame(folder, "-b", "x");
    Tool.assertSame(folder, "-b", "0");
    Tool.assertSame(folder, "-a", "0");
    Tool.assertSame(folder, "-E", "foo");
    Tool.assertSame(folder, "-Z", "foo");
    Tool.assertSame(folder, "-m", "foo");
    Tool.assertSame(folder, "-p", "-c");
    Tool.assertSame(folder, "-l", "-H");
    Tool.assertSame(folder, "operand");
    Tool.assertSame(folder, "-?");
    Tool.assertSame(folder, "-b");
  }
}
