package dev.aikagi.interop;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.io.TempDir;

/** Keys that one ssh-keygen makes are read by the other, in every format. */
class KeyFilesTest {
  private static final List<String> TYPES =
      List.of("rsa", "ecdsa -b 256", "ecdsa -b 384", "ecdsa -b 521", "ed25519");

  private static final String PASSPHRASE = "aikagi 合鍵";

  @TempDir Path folder;
  private int made;

  private record Pair(String title, String maker, String reader) {}

  private static List<Pair> pairs() {
    return List.of(
        new Pair("ours read by OpenSSH", Peer.ours("ssh-keygen"), Peer.required("ssh-keygen")),
        new Pair("OpenSSH's read by ours", Peer.required("ssh-keygen"), Peer.ours("ssh-keygen")));
  }

  @TestFactory
  Stream<DynamicTest> privateKeys() {
    List<DynamicTest> tests = new ArrayList<>();
    for (Pair pair : pairs()) {
      for (String type : TYPES) {
        for (String format : List.of("RFC4716", "PEM", "PKCS8")) {
          if (type.equals("ed25519") && format.equals("PKCS8")) {
            continue; // OpenSSH 9.2 neither writes nor reads it.
          }
          for (String passphrase : List.of("", PASSPHRASE)) {
            String title =
                "%s: %s in %s%s"
                    .formatted(pair.title, type, format, passphrase.isEmpty() ? "" : ", encrypted");
            tests.add(
                DynamicTest.dynamicTest(title, () -> privateKey(pair, type, format, passphrase)));
          }
        }
      }
    }
    return tests.stream();
  }

  private void privateKey(Pair pair, String type, String format, String passphrase)
      throws Exception {
    Path key = make(pair.maker, type, format, passphrase);
    String said =
        Command.of(pair.reader, "-y", "-P", passphrase, "-f", key.toString()).run().expectSuccess();
    assertEquals(twoWords(Files.readString(Keys.publicPart(key))), twoWords(said));
    String theirs = Command.of(pair.reader, "-l", "-f", key + ".pub").run().expectSuccess();
    String own = Command.of(pair.maker, "-l", "-f", key + ".pub").run().expectSuccess();
    assertEquals(own, theirs);
  }

  @TestFactory
  Stream<DynamicTest> publicKeys() {
    List<DynamicTest> tests = new ArrayList<>();
    for (Pair pair : pairs()) {
      for (String type : TYPES) {
        for (String format : List.of("RFC4716", "PEM", "PKCS8")) {
          boolean rsaOnly = format.equals("PEM") && !type.startsWith("rsa");
          if (!rsaOnly && !(type.equals("ed25519") && format.equals("PKCS8"))) {
            String title = "%s: %s in %s".formatted(pair.title, type, format);
            tests.add(DynamicTest.dynamicTest(title, () -> publicKey(pair, type, format)));
          }
        }
      }
    }
    return tests.stream();
  }

  private void publicKey(Pair pair, String type, String format) throws Exception {
    Path key = make(pair.maker, type, "RFC4716", "");
    Path exported = folder.resolve(key.getFileName() + ".exported");
    Command.of(pair.maker, "-e", "-m", format, "-f", key + ".pub")
        .output(exported)
        .run()
        .expectSuccess();
    String said =
        Command.of(pair.reader, "-i", "-m", format, "-f", exported.toString())
            .run()
            .expectSuccess();
    assertEquals(twoWords(Files.readString(Keys.publicPart(key))), twoWords(said));
  }

  /** Keys of PuTTY's own formats, read by ours. */
  @TestFactory
  Stream<DynamicTest> puttyKeys() throws Exception {
    String puttygen = Peer.required("puttygen");
    List<DynamicTest> tests = new ArrayList<>();
    for (String version : List.of("2", "3")) {
      for (String type : TYPES) {
        for (String passphrase : List.of("", "secret")) {
          String title =
              "%s in PPK v%s%s".formatted(type, version, passphrase.isEmpty() ? "" : ", encrypted");
          tests.add(
              DynamicTest.dynamicTest(title, () -> puttyKey(puttygen, version, type, passphrase)));
        }
      }
    }
    return tests.stream();
  }

  private void puttyKey(String puttygen, String version, String type, String passphrase)
      throws Exception {
    Path key = make(Peer.required("ssh-keygen"), type, "RFC4716", "");
    Path secret = Files.writeString(folder.resolve("secret"), passphrase);
    Path ppk = folder.resolve(key.getFileName() + ".ppk");
    Command.of(puttygen, key.toString(), "-O", "private", "-o", ppk.toString())
        .and("--ppk-param", "version=" + version, "--new-passphrase", secret.toString())
        // Where it keeps the seed of its random numbers.
        .environment("HOME", folder.toString())
        .run()
        .expectSuccess();
    // OpenSSH and we both refuse a private key that others may read.
    Command.of(Peer.required("chmod"), "600", ppk.toString()).run().expectSuccess();
    String said =
        Command.of(Peer.ours("ssh-keygen"), "-y", "-P", passphrase, "-f", ppk.toString())
            .run()
            .expectSuccess();
    assertEquals(twoWords(Files.readString(Keys.publicPart(key))), twoWords(said));
  }

  private Path make(String program, String type, String format, String passphrase)
      throws Exception {
    Path key = folder.resolve("key" + made++);
    Command.of(program, "-q", "-N", passphrase, "-f", key.toString(), "-t")
        .and(type.split(" ", -1))
        .and(format.equals("RFC4716") ? new String[0] : new String[] {"-m", format})
        .run()
        .expectSuccess();
    return key;
  }

  /** Type and blob; the comment is not part of the key, and not every format has one. */
  private static String twoWords(String line) {
    String[] words = line.strip().split(" ", -1);
    return words[0] + " " + words[1];
  }
}
