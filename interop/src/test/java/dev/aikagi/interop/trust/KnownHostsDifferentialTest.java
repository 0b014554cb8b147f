package dev.aikagi.interop.trust;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.aikagi.interop.Compared;
import dev.aikagi.key.KeyGenerator;
import dev.aikagi.key.PublicKey;
import dev.aikagi.trust.KnownHostsEdit;
import dev.aikagi.trust.KnownHostsFile;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The same files through ssh-keygen -F, -R and -H. */
@Tag("D2")
class KnownHostsDifferentialTest {
  private static final List<PublicKey> KEYS =
      List.of(
          KeyGenerator.ed25519().publicKey(),
          KeyGenerator.ecdsa(256).publicKey(),
          KeyGenerator.ecdsa(521).publicKey(),
          KeyGenerator.rsa(2048).publicKey());
  private static final List<String> NAMES =
      List.of("h", "a.example", "b.example", "[h]:2222", "10.0.0.1", "::1", "nobody");
  private static final Pattern FOUND = Pattern.compile("^# Host .* found: line ([0-9]+)");

  @TempDir Path folder;

  @BeforeEach
  void needsKeygen() {
    RealPrograms.assumeInstalled(RealPrograms.KEYGEN);
  }

  /** A line of any kind; some are faulty. */
  private static String line(Random random, boolean faulty) {
    String key = KEYS.get(random.nextInt(KEYS.size())).line();
    List<String> hosts =
        List.of(
            "h",
            "H",
            "h,a.example",
            "*.example",
            "*.example,!b.example",
            "!b.example,*.example",
            "?",
            "[h]:2222",
            "[*]:2222",
            "10.0.0.*",
            "10.0.0.1,h",
            "::1",
            "*",
            "a.EXAMPLE",
            "nothing");
    String host = hosts.get(random.nextInt(hosts.size()));
    return switch (random.nextInt(faulty ? 16 : 10)) {
      case 0 -> "# comment " + host;
      case 1 -> "";
      case 2 -> "@revoked " + host + " " + key;
      case 3 -> "@cert-authority " + host + " " + key + " comment";
      case 4 ->
          KnownHostsEdit.line(NAMES.get(random.nextInt(NAMES.size())), null, KEYS.get(0), true)
              .strip();
      case 5 -> " \t" + host + "\t " + key + " a comment # more";
      case 6, 7, 8, 9 -> host + " " + key;
      case 10 -> host;
      case 11 -> host + " ssh-ed25519";
      case 12 -> host + " ssh-unknown AAAA";
      case 13 -> "@other " + host + " " + key;
      case 14 -> "|1|salt|hash " + key;
      default -> host + " 1024 35 1234567";
    };
  }

  private Path write(Random random, boolean faulty) throws Exception {
    List<String> lines = new ArrayList<>();
    for (int n = 1 + random.nextInt(8); n > 0; n--) {
      lines.add(line(random, faulty));
    }
    Path file = Files.createTempFile(folder, "known", "");
    Files.writeString(file, String.join("\n", lines) + "\n", StandardCharsets.ISO_8859_1);
    return file;
  }

  private static KnownHostsFile ours(Path file) throws Exception {
    return KnownHostsFile.parse(file.toString(), Files.readAllBytes(file));
  }

  private static List<Integer> found(RealPrograms.Result result) {
    List<Integer> numbers = new ArrayList<>();
    for (String line : result.out().split("\n", -1)) {
      Matcher m = FOUND.matcher(line);
      if (m.find()) {
        numbers.add(Integer.parseInt(m.group(1)));
      }
    }
    return numbers;
  }

  @Test
  void theSameLinesAreFound() throws Exception {
    Random random = new Random(11);
    for (int i = 0; i < 24; i++) {
      Path file = write(random, true);
      for (String name : NAMES) {
        RealPrograms.Result real =
            RealPrograms.run(folder, RealPrograms.KEYGEN, "-F", name, "-f", file.toString());
        assertEquals(
            found(real),
            ours(file).find(name).stream().map(KnownHostsFile.Line.Entry::number).toList(),
            name + " in\n" + Files.readString(file));
        Compared.one("known-hosts");
      }
    }
  }

  @Test
  void theSameLinesAreRemoved() throws Exception {
    Random random = new Random(12);
    for (int i = 0; i < 30; i++) {
      Path file = write(random, i % 3 == 0);
      String name = NAMES.get(random.nextInt(NAMES.size()));
      String before = Files.readString(file);
      KnownHostsFile parsed = ours(file);
      boolean broken =
          parsed.lines().stream().anyMatch(KnownHostsFile.Line.Broken.class::isInstance);
      KnownHostsEdit edit = KnownHostsEdit.removed(parsed, name);
      RealPrograms.Result real =
          RealPrograms.run(folder, RealPrograms.KEYGEN, "-R", name, "-f", file.toString());
      assertEquals(broken, real.status() != 0, real.errors() + before);
      if (!broken) {
        assertEquals(Files.readString(file), edit.text(), name + " in\n" + before);
      }
      Compared.one("known-hosts");
    }
  }

  @Test
  void whatOneHashesTheOtherFinds() throws Exception {
    Random random = new Random(13);
    for (int i = 0; i < 12; i++) {
      Path file = write(random, false);
      Path theirs = Files.createTempFile(folder, "theirs", "");
      Files.copy(file, theirs, java.nio.file.StandardCopyOption.REPLACE_EXISTING);
      RealPrograms.run(folder, RealPrograms.KEYGEN, "-H", "-f", theirs.toString());
      Path mine = Files.createTempFile(folder, "mine", "");
      Files.write(mine, KnownHostsEdit.hashed(ours(file)).bytes());
      assertEquals(ours(theirs).lines().size(), ours(mine).lines().size(), Files.readString(file));
      for (String name : NAMES) {
        List<Integer> expected =
            ours(theirs).find(name).stream().map(KnownHostsFile.Line.Entry::number).toList();
        assertEquals(
            expected,
            ours(mine).find(name).stream().map(KnownHostsFile.Line.Entry::number).toList());
        assertEquals(
            expected,
            found(RealPrograms.run(folder, RealPrograms.KEYGEN, "-F", name, "-f", mine.toString())),
            name + " in\n" + Files.readString(mine));
        Compared.one("known-hosts");
      }
      assertTrue(ours(mine).lines().stream().allMatch(l -> !l.text().startsWith("h ")));
    }
  }
}
