package dev.aikagi.interop.keygen;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.aikagi.interop.Compared;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** ssh-keygen -s and -L of both sides: what they print, how they end, and each other's files. */
class CertificatesDifferentialTest {
  @TempDir Path folder;
  private String key = "";

  /** All certificates that both sides made, in turn, for one look at all of them. */
  private final StringBuilder made = new StringBuilder();

  @BeforeAll
  static void peer() {
    Tool.assumeInstalled(Tool.SSH_KEYGEN);
  }

  @BeforeEach
  void keys() throws Exception {
    make("CA", "ed25519", "");
    make("RSA", "rsa", "2048");
    make("EC", "ecdsa", "256");
    key = make("key", "ed25519", "");
  }

  private String make(String name, String type, String bits) throws Exception {
    String file = folder.resolve(name).toString();
    List<String> words = new ArrayList<>(List.of("-q", "-t", type, "-N", "", "-C", "my " + name));
    if (!bits.isEmpty()) {
      words.addAll(List.of("-b", bits));
    }
    words.addAll(List.of("-f", file));
    Tool.theirs(folder, words.toArray(String[]::new)).ok();
    return file;
  }

  private String[] words(List<String> line, String... more) {
    List<String> words = new ArrayList<>();
    for (String word : line) {
      boolean authority = List.of("CA", "RSA", "EC").contains(word);
      words.add(authority ? folder.resolve(word).toString() : word);
    }
    words.addAll(List.of(more));
    return words.toArray(String[]::new);
  }

  /** What a run said and the certificate that it left. */
  private record Outcome(Tool.Result result, String certificate) {
    /** What the process had not written yet is lost where OpenSSH's ends with a failure. */
    Outcome comparable() {
      String out = result.code() == 255 ? "" : result.out();
      return new Outcome(new Tool.Result(result.code(), out, result.err()), "");
    }
  }

  private interface Run {
    Tool.Result run() throws Exception;
  }

  private Outcome outcome(Run run) throws Exception {
    Path file = Path.of(key + "-cert.pub");
    Files.deleteIfExists(file);
    Tool.Result result = run.run();
    return new Outcome(result, Files.exists(file) ? Files.readString(file) : "");
  }

  private void compare(String... words) throws Exception {
    Outcome theirs = outcome(() -> Tool.theirs(folder, words));
    Outcome ours = outcome(() -> Tool.ours(words));
    // Where times are relative, a second may have passed in between.
    for (int i = 0; i < 5 && !theirs.comparable().equals(ours.comparable()); i++) {
      theirs = outcome(() -> Tool.theirs(folder, words));
      ours = outcome(() -> Tool.ours(words));
    }
    assertEquals(theirs.comparable(), ours.comparable(), () -> String.join(" ", words));
    assertEquals(theirs.certificate().isEmpty(), ours.certificate().isEmpty());
    made.append(theirs.certificate()).append(ours.certificate());
    Compared.one("certificates");
  }

  /** Both sides read all of them alike, and each pair is alike but for nonce and signature. */
  private int showAll() throws Exception {
    Path all = Files.writeString(folder.resolve("all"), made);
    Tool.Result theirs = Tool.theirs(folder, "-L", "-f", all.toString()).ok();
    Tool.Result ours = Tool.ours("-L", "-f", all.toString());
    assertEquals(theirs.err(), ours.err());
    List<String> shown = List.of(theirs.out().split("(?m)^/.*:\n", -1));
    List<String> shownByUs = List.of(ours.out().split("(?m)^/.*:\n", -1));
    for (int i = 0; i < shown.size(); i++) {
      assertEquals(shown.get(i), shownByUs.get(i));
    }
    assertEquals(theirs, ours);
    for (int i = 1; i < shown.size(); i += 2) {
      assertEquals(shown.get(i), shown.get(i + 1));
    }
    return (shown.size() - 1) / 2;
  }

  @Test
  void signing() throws Exception {
    List<List<String>> cases = CertificateCases.all();
    assertTrue(cases.size() > 300, () -> "cases: " + cases.size());
    for (List<String> line : cases) {
      compare(words(line, key + ".pub"));
    }
    assertTrue(showAll() > 190);
    assertEquals(
        "rw-r--r--",
        PosixFilePermissions.toString(Files.getPosixFilePermissions(Path.of(key + "-cert.pub"))));
  }

  private static String securityKey(String type, Path plain, String application) throws Exception {
    byte[] blob = Base64.getDecoder().decode(Files.readString(plain).split(" ", -1)[1]);
    int at = 4 + (blob[3] & 0xff);
    var out = new java.io.ByteArrayOutputStream();
    for (byte[] part : List.of(type.getBytes(US_ASCII), application.getBytes(US_ASCII))) {
      out.write(new byte[] {0, 0, 0, (byte) part.length});
      out.write(part);
      if (part.length == type.length()) {
        out.write(blob, at, blob.length - at);
      }
    }
    return type + " " + Base64.getEncoder().encodeToString(out.toByteArray()) + "\n";
  }

  @Test
  void everyTypeOfKeyByEveryAuthority() throws Exception {
    String[][] kinds = {
      {"ed25519", ""}, {"ecdsa", "256"}, {"ecdsa", "384"}, {"ecdsa", "521"}, {"rsa", "1024"}
    };
    List<String> files = new ArrayList<>();
    for (String[] kind : kinds) {
      files.add(make(kind[0] + kind[1], kind[0], kind[1]));
    }
    for (String type :
        List.of("sk-ssh-ed25519@openssh.com", "sk-ecdsa-sha2-nistp256@openssh.com")) {
      Path plain = folder.resolve(type.contains("ed25519") ? "ed25519.pub" : "ecdsa256.pub");
      Path file = folder.resolve(type.substring(0, 6) + ".pub");
      Files.writeString(file, securityKey(type, plain, "ssh:x"));
      files.add(file.toString());
    }
    for (String file : files) {
      key = file.replace(".pub", "");
      for (String authority : List.of("CA", "RSA", "EC")) {
        compare("-s", folder.resolve(authority).toString(), "-I", "x", "-n", "y", file);
      }
      String certificate = key + "-cert.pub";
      Tool.assertSame(folder, "-lv", "-f", certificate);
      Tool.assertSame(folder, "-l", "-E", "md5", "-f", certificate);
      Tool.assertSame(folder, "-L", "-E", "md5", "-f", certificate);
      Tool.assertSame(folder, "-L", "-f", certificate);
      Tool.assertSame(folder, "-e", "-f", certificate);
      Tool.assertSame(folder, "-y", "-f", certificate);
      Tool.assertSame(folder, "-c", "-C", "x", "-f", certificate);
      if (!file.contains("ed25519") && !file.contains("sk-")) {
        Tool.assertSame(folder, "-e", "-m", "PKCS8", "-f", certificate);
      }
      Path exported = folder.resolve("exported");
      Files.writeString(exported, Tool.ours("-e", "-f", certificate).ok().out());
      Tool.assertSame(folder, "-i", "-f", exported.toString());
    }
    assertEquals(21, showAll());
  }

  @Test
  void severalFilesAndNumbersOfTheirOwn() throws Exception {
    String second = make("second", "ecdsa", "384");
    String third = make("third", "ed25519", "");
    String ca = folder.resolve("CA").toString();
    for (String number : List.of("7", "+7", "+18446744073709551615")) {
      String[] words = {"-s", ca, "-I", "x", "-z", number, key + ".pub", second, third + ".pub"};
      Tool.assertSame(folder, words);
    }
    Tool.assertSame(folder, "-L", "-f", third + "-cert.pub");
    // What comes before the fault is signed.
    Files.delete(Path.of(key + "-cert.pub"));
    Tool.assertSame(folder, "-s", ca, "-I", "x", key, folder.resolve("missing").toString(), third);
    assertTrue(Files.exists(Path.of(key + "-cert.pub")));
  }

  @Test
  void filesThatAreNoKeys() throws Exception {
    String ca = folder.resolve("CA").toString();
    String line = Files.readString(Path.of(key + ".pub"));
    String[] contents = {
      "",
      "garbage\n",
      "# comment\n\n  " + line,
      "ssh-rsa AAAA x\n" + line,
      line.replace(" my key", ""),
      line.replace(" my key", "   two  words  \r"),
      line.replace("ssh-ed25519", "ssh-rsa"),
      "-----BEGIN X\n" + line,
      line + "-----BEGIN X\n"
    };
    for (String content : contents) {
      Files.writeString(Path.of(key + ".pub"), content);
      compare("-s", ca, "-I", "x", key + ".pub");
    }
    Files.writeString(Path.of(key + ".pub"), line);
    showAll();
    Tool.assertSame(folder, "-s", ca, "-I", "x", folder.toString());
    Tool.assertSame(folder, "-s", ca, "-I", "x", "");
    Tool.assertSame(folder, "-s", ca, "-I", "x");
    Tool.assertSame(folder, "-s", ca, key);
    Tool.assertSame(folder, "-s", ca + ".pub", "-I", "x", key);
    Tool.assertSame(folder, "-s", folder.resolve("missing").toString(), "-I", "x", key);
    Tool.assertSame(folder, "-s", "~/missing/ca", "-I", "x", key);
    Tool.assertSame(folder, "-s", "~nobody-of-this-name/ca", "-I", "x", key);
    Tool.assertSame(folder, "-s", ca, "-I", "x", key + "-cert.pub");
    Tool.assertSame(folder, "-U", "-s", folder.resolve("missing").toString(), "-I", "x", key);
    Tool.assertSame(folder, "-L", "operand");
    Tool.assertSame(folder, "-I", "x", "operand");
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "pass phrase"})
  void authoritiesWithAPassphrase(String given) throws Exception {
    String ca = folder.resolve("locked").toString();
    Tool.theirs(folder, "-q", "-t", "ed25519", "-a", "2", "-N", "pass phrase", "-f", ca).ok();
    compare("-s", ca, "-P", given, "-I", "x", key);
  }

  @Test
  void whatIsShownOfOtherFiles() throws Exception {
    compare("-s", folder.resolve("RSA").toString(), "-I", "an id", "-n", "a", key);
    String certificate = Files.readString(Path.of(key + "-cert.pub"));
    String plain = Files.readString(Path.of(key + ".pub"));
    String[] words = certificate.split(" ", 3);
    byte[] forged = Base64.getDecoder().decode(words[1]);
    forged[60] ^= 1;
    List<String> lines =
        List.of(
            "# comment",
            plain.strip(),
            "",
            "   ",
            "garbage",
            "host " + certificate.strip(),
            "\t " + certificate.strip(),
            words[0] + "\t\t" + words[1],
            words[0] + "  " + words[1] + "\r",
            words[0],
            words[0] + " ",
            words[0] + " !!!!",
            words[0] + " " + words[1].replaceAll("=+$", "") + (words[1].endsWith("=") ? "" : "="),
            words[0] + " " + words[1].substring(0, 40) + " " + words[1].substring(40),
            words[0] + " " + words[1].substring(0, words[1].length() - 40),
            words[0] + " " + Base64.getEncoder().encodeToString(forged),
            "ssh-rsa-cert-v01@openssh.com " + words[1],
            "ssh-ed25519 " + words[1],
            "ssh-foo " + words[1],
            words[0] + " " + words[1].replaceFirst("^.{8}", "AAAAIHNa"),
            certificate.strip());
    Path file = folder.resolve("lines");
    for (String line : lines) {
      Files.writeString(file, line + "\n" + certificate);
      Tool.assertSame(folder, "-L", "-f", file.toString());
      // A later line without a comment would get the one of the line before it from OpenSSH.
      Tool.assertSame(folder, "-l", "-f", file.toString());
    }
    Files.writeString(file, String.join("\n", lines));
    Tool.assertSame(folder, "-L", "-f", file.toString());
    Files.writeString(file, "");
    Tool.assertSame(folder, "-L", "-f", file.toString());
    Tool.assertSame(folder, "-L", "-f", folder.toString());
    Tool.assertSame(folder, "-L", "-f", key);
    Tool.assertSame(folder, "-L", "-f", folder.resolve("missing").toString());
  }
}
