package dev.aikagi.interop.keygen;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.aikagi.interop.Compared;
import dev.aikagi.key.Fingerprint;
import dev.aikagi.key.PublicKeyFile;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** ssh-keygen -k and -Q of both sides: the same lists to the byte, and the same answers. */
class RevocationDifferentialTest {
  /** Behind magic, format and version. */
  private static final int DATE = 8 + 4 + 8;

  @TempDir static Path folder;
  private static final List<String> subjects = new ArrayList<>();
  private static final List<String> lines = new ArrayList<>();
  private static final List<String> fingerprints = new ArrayList<>();
  private RevocationCases cases = new RevocationCases(lines, fingerprints);
  private String list = "";
  private String spec = "";

  @BeforeEach
  void files() throws Exception {
    list = folder.resolve("list").toString();
    spec = folder.resolve("spec").toString();
    Files.deleteIfExists(Path.of(list));
  }

  @BeforeAll
  static void keys() throws Exception {
    Tool.assumeInstalled(Tool.SSH_KEYGEN);
    generate("CA", "ed25519");
    generate("CA2", "ecdsa");
    for (String[] kind : new String[][] {{"k1", "ed25519"}, {"k2", "ecdsa"}, {"k3", "rsa"}}) {
      subject(generate(kind[0], kind[1]));
    }
    int serial = 0;
    for (String words : List.of("0 a", "1 a", "8 b c", "70 é", "300 x", "18446744073709551615 A")) {
      String file = generate("c" + serial++, "ed25519");
      String[] parts = words.split(" ", 2);
      for (String ca : List.of("CA", "CA2")) {
        String out = file + "-" + ca;
        Files.copy(Path.of(file), Path.of(out + ".pub"));
        sign(ca, parts[1], parts[0], out + ".pub");
        subject(out + "-cert.pub");
      }
    }
  }

  private static String generate(String name, String type) throws Exception {
    String file = folder.resolve(name).toString();
    Tool.ours("-q", "-t", type, "-b", type.equals("rsa") ? "1024" : "256", "-N", "", "-f", file)
        .ok();
    return file + ".pub";
  }

  private static void sign(String ca, String id, String serial, String file) throws Exception {
    Tool.ours("-q", "-s", folder.resolve(ca).toString(), "-I", id, "-z", serial, file).ok();
  }

  private static void subject(String file) throws Exception {
    subjects.add(file);
    lines.add(Files.readString(Path.of(file)).strip());
    Path plain = Path.of(file.replace("-cert", ""));
    fingerprints.add(
        Fingerprint.of(PublicKeyFile.read(Files.readAllBytes(plain)).key()).toString());
  }

  private static String[] words(List<String> first, String... more) {
    List<String> words = new ArrayList<>(first);
    words.addAll(List.of(more));
    return words.toArray(String[]::new);
  }

  /** The list that a run left; empty where it left none. Dates are as long as they differ. */
  private byte[] left() throws Exception {
    Path file = Path.of(list);
    if (!Files.exists(file)) {
      return new byte[0];
    }
    byte[] content = Files.readAllBytes(file);
    Arrays.fill(content, DATE, DATE + 8, (byte) 0);
    Files.delete(file);
    return content;
  }

  /** Both make a list; a failing OpenSSH loses what it had printed before. */
  private byte[] compare(String... words) throws Exception {
    byte[] before = Files.exists(Path.of(list)) ? Files.readAllBytes(Path.of(list)) : new byte[0];
    Tool.Result theirs = Tool.theirs(folder, words);
    byte[] theirList = left();
    if (before.length > 0) {
      Files.write(Path.of(list), before);
    }
    Tool.Result ours = Tool.ours(words);
    byte[] ourList = left();
    String what = String.join(" ", words) + "\n" + Files.readString(Path.of(spec));
    assertEquals(theirs.code(), ours.code(), what);
    assertEquals(theirs.err(), ours.err(), what);
    if (theirs.code() == 0) {
      assertEquals(theirs.out(), ours.out(), what);
    }
    assertArrayEquals(theirList, ourList, what);
    Compared.one("revocation-lists");
    return ourList;
  }

  private List<String> authority(int i) {
    return switch (i % 3) {
      case 0 -> List.of("-s", "none");
      case 1 -> List.of("-s", folder.resolve("CA.pub").toString());
      default -> List.of("-s", folder.resolve("CA2").toString());
    };
  }

  @Test
  void listsMadeAtRandom() throws Exception {
    for (int i = 0; i < 100; i++) {
      Files.writeString(Path.of(spec), cases.good());
      byte[] made = compare(words(authority(i), "-k", "-f", list, "-z", "" + i, spec));
      Files.write(Path.of(list), made);
      List<String> query = new ArrayList<>(List.of("-Q", "-f", list));
      if (i % 3 == 0) {
        query.add("-l");
      }
      query.addAll(subjects);
      Tool.assertSame(folder, query.toArray(String[]::new));
      if (i % 4 == 0) {
        // With the date that it has already: not there, so each side puts its own.
        Files.writeString(Path.of(spec), cases.good());
        byte[] renewed = compare(words(authority(i + 1), "-k", "-u", "-f", list, "-q", spec));
        assertTrue(renewed.length >= made.length);
      }
      Files.deleteIfExists(Path.of(list));
    }
  }

  @Test
  void linesThatMayBeAtFault() throws Exception {
    int refused = 0;
    for (String line : cases.odd()) {
      Files.writeString(Path.of(spec), "# x\n" + line + "\n");
      refused += compare("-k", "-s", "none", "-f", list, spec).length == 0 ? 1 : 0;
      if (line.startsWith("id") || line.equals("serial: 0")) {
        refused += compare("-k", "-f", list, "-q", spec).length == 0 ? 1 : 0;
      }
    }
    int count = refused;
    assertTrue(count > 40, () -> count + " lines are refused");
  }

  @Test
  void numbersVersionsAndComments() throws Exception {
    Files.writeString(Path.of(spec), "serial: 5\n");
    for (String[] more :
        new String[][] {
          {"-z", "0"},
          {"-z", "+7"},
          {"-z", "18446744073709551615"},
          {"-C", ""},
          {"-C", "a comment é"},
          {"-z", "x"},
          {"-z", ""}
        }) {
      byte[] made = compare(words(List.of(more), "-k", "-s", "none", "-f", list, spec));
      if (made.length > 0) {
        Files.write(Path.of(list), made);
        Tool.assertSame(folder, "-Q", "-l", "-f", list);
        compare("-k", "-u", "-s", "none", "-f", list, spec);
        Files.write(Path.of(list), made);
        compare("-k", "-u", "-z", "9", "-C", "new", "-s", "none", "-f", list, spec);
      }
    }
  }

  /** As OpenSSH: the date of the first version stays, and so does the mode. */
  @Test
  void anUpdateKeepsWhatItIsNotTold() throws Exception {
    Files.writeString(Path.of(spec), "serial: 5\n");
    Tool.theirs(folder, "-q", "-k", "-s", "none", "-f", list, spec).ok();
    byte[] first = Files.readAllBytes(Path.of(list));
    first[DATE + 7] ^= 0x40;
    Files.write(Path.of(list), first);
    Files.setPosixFilePermissions(Path.of(list), PosixFilePermissions.fromString("rw-------"));
    Files.writeString(Path.of(spec), "serial: 6\n");
    Tool.ours("-q", "-k", "-u", "-s", "none", "-f", list, spec).ok();
    byte[] ours = Files.readAllBytes(Path.of(list));
    assertEquals(
        "rw-------", PosixFilePermissions.toString(Files.getPosixFilePermissions(Path.of(list))));
    Files.write(Path.of(list), first);
    Tool.theirs(folder, "-q", "-k", "-u", "-s", "none", "-f", list, spec).ok();
    assertArrayEquals(Files.readAllBytes(Path.of(list)), ours);
    Files.delete(Path.of(list));
    Tool.ours("-q", "-k", "-s", "none", "-f", list, spec).ok();
    assertEquals(
        "rw-r--r--", PosixFilePermissions.toString(Files.getPosixFilePermissions(Path.of(list))));
  }

  /** OpenSSH 9.2 cannot read its own list of these; it reads ours. */
  @Test
  void oneBitInSevenForLong() throws Exception {
    StringBuilder text = new StringBuilder();
    for (int i = 0; i < 5000; i++) {
      text.append("serial: ").append(1 + 7 * i).append('\n');
    }
    Files.writeString(Path.of(spec), text);
    Tool.ours("-q", "-k", "-s", folder.resolve("CA").toString(), "-f", list, spec).ok();
    Tool.assertSame(
        folder, words(List.of("-Q", "-l", "-f", list), subjects.toArray(String[]::new)));
  }

  @Test
  void faults() throws Exception {
    Files.writeString(Path.of(spec), "serial: 5\n");
    Tool.theirs(folder, "-q", "-k", "-s", "none", "-f", list, spec).ok();
    String missing = folder.resolve("missing").toString();
    String[][] cases = {
      {"-k", spec},
      {"-k", "-f", "", spec},
      {"-k", "-u", "-f", missing, spec},
      {"-k", "-f", missing + "/x", spec},
      {"-k", "-f", missing, "-s", missing, spec},
      {"-k", "-f", missing, "-s", "", spec},
      {"-k", "-f", missing, missing},
      {"-k", "-f", missing, "~/missing"},
      {"-k", "-u", "-f", spec, spec},
      {"-Q", subjects.getFirst()},
      {"-Q", "-f", "", subjects.getFirst()},
      {"-Q", "-f", missing},
      {"-Q", "-f", spec},
      {"-Q", "-f", list},
      {"-Q", "-f", list, missing},
      {"-Q", "-f", list, subjects.getFirst(), spec},
      {"-Q", "-f", list, "-"},
      {"-Q", "-f", list, folder.toString()},
      {"-Q", "-f", list, folder.resolve("k1").toString()},
      {"-Q", "-l", "-f", list, "-E", "md5"}
    };
    for (String[] words : cases) {
      Tool.Result theirs = Tool.theirs(folder, words);
      Tool.Result ours = Tool.ours(words);
      assertEquals(theirs.code(), ours.code(), () -> String.join(" ", words));
      assertEquals(theirs.err(), ours.err(), () -> String.join(" ", words));
      if (theirs.code() == 0) {
        assertEquals(theirs.out(), ours.out());
      }
      Compared.one("revocation-lists");
    }
  }

  /** Cut off anywhere, or with a byte that is another: who takes it gives the same answers. */
  @Test
  void damagedLists() throws Exception {
    Files.writeString(Path.of(spec), cases.good() + "serial: 5-900\nserial: 999\nid: x\n");
    Tool.theirs(folder, "-q", "-k", "-s", "none", "-f", list, spec).ok();
    byte[] good = Files.readAllBytes(Path.of(list));
    var random = new java.util.Random(3);
    for (int i = 0; i < 60; i++) {
      byte[] bad = good.clone();
      if (i % 4 == 0) {
        bad = Arrays.copyOf(good, random.nextInt(good.length));
      } else {
        bad[random.nextInt(bad.length)] = (byte) random.nextInt(256);
      }
      Files.write(Path.of(list), bad);
      String[] words = words(List.of("-Q", "-f", list), subjects.toArray(String[]::new));
      Tool.Result theirs = Tool.theirs(folder, words);
      Tool.Result ours = Tool.ours(words);
      int round = i;
      assertEquals(theirs.code(), ours.code(), () -> round + theirs.err() + ours.err());
      if (theirs.code() != 255) {
        assertEquals(theirs, ours);
      }
      Compared.one("revocation-lists");
    }
  }
}
