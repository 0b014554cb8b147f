package dev.aikagi.tools.configcheck;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.aikagi.SecretBytes;
import dev.aikagi.key.KeyGenerator;
import dev.aikagi.key.PrivateKey;
import dev.aikagi.key.PrivateKeyFile;
import dev.aikagi.tools.explain.Finding;
import dev.aikagi.tools.explain.Paper;
import dev.aikagi.tools.explain.PlainReport;
import dev.aikagi.tools.explain.Report;
import dev.aikagi.tools.explain.Texts;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class LockOutTest {
  private static final String KEY =
      "ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAIOMqqnkVzrm0SdG6UOoqKLsabgH5C9okWi0dh2l9GKJl jo\n";
  private static final String KEYS_ONLY =
      "PasswordAuthentication no\nKbdInteractiveAuthentication no\n";

  @TempDir Path folder;
  private Scene scene;

  @BeforeEach
  void scene() {
    scene = new Scene(folder).person("jo");
  }

  /** Outside of the home folder, with modes that are looked at below another test. */
  private String keysFile(String text) throws IOException {
    return "StrictModes yes\nAuthorizedKeysFile " + scene.file("keys", text) + "\n";
  }

  @Test
  void keysAloneNeedAKey() throws IOException {
    Report locked = scene.server(KEYS_ONLY);
    assertEquals(List.of("lock-out.nobody-gets-in"), Scene.codes(locked));
    Report empty = scene.server(KEYS_ONLY + loose("# none\nssh-ed25519 AAAA\n"));
    assertTrue(Scene.codes(empty).contains("lock-out.nobody-gets-in"), empty.toString());
    Report open = scene.server(KEYS_ONLY + loose(KEY));
    assertEquals(List.of("weak-setting.strict-modes-off"), Scene.codes(open));
    assertTrue(plain(open).contains("jo: publickey (1)"), plain(open));
  }

  private String loose(String text) throws IOException {
    return keysFile(text).replace("StrictModes yes", "StrictModes no");
  }

  @Test
  void aKeyThatOthersCanChangeDoesNotCount() throws IOException {
    String text = KEYS_ONLY + keysFile(KEY);
    Files.setPosixFilePermissions(
        folder.resolve("keys"), PosixFilePermissions.fromString("rw-rw-rw-"));
    Report report = scene.server(text);
    assertEquals(List.of("lock-out.nobody-gets-in"), Scene.codes(report));
    assertTrue(plain(report).contains("does not count"), plain(report));
  }

  @Test
  void withEveryMethodOffNobodyGetsIn() throws IOException {
    assertEquals(
        List.of("lock-out.no-method"),
        Scene.codes(scene.server(KEYS_ONLY + "PubkeyAuthentication no\n")));
    assertEquals(
        List.of("lock-out.no-method"),
        Scene.codes(scene.server("PasswordAuthentication no\nPubkeyAuthentication no\n")));
  }

  @Test
  void aListOfMethodsMustBePossible() throws IOException {
    assertEquals(
        List.of("lock-out.method-off"),
        Scene.codes(
            scene.server(
                """
                AuthenticationMethods publickey,keyboard-interactive
                KbdInteractiveAuthentication no
                """)));
    assertTrue(scene.server("AuthenticationMethods password\n").healthy());
  }

  @Test
  void aListOfUsersMustNameSomebody() throws IOException {
    Report report = scene.server("AllowUsers jho\n");
    assertEquals(List.of("lock-out.nobody-gets-in", "lock-out.nobody-named"), Scene.codes(report));
    var reason =
        (LockOutReason.NobodyNamed) Scene.finding(report, "lock-out.nobody-named").reason();
    assertEquals(List.of("jo"), reason.nearest());
    assertTrue(scene.server("AllowUsers jo@192.0.2.*\n").healthy());
    assertTrue(scene.server("AllowGroups users\n").healthy());
    assertTrue(Scene.codes(scene.server("DenyUsers j*\n")).contains("lock-out.nobody-gets-in"));
  }

  @Test
  void aBlockMayLetSomebodyIn() throws IOException {
    assertTrue(scene.server(KEYS_ONLY + "Match User jo\n  PasswordAuthentication yes\n").healthy());
  }

  /** Who comes from there gets in, so nobody is warned of a lock-out. */
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "Match Address 10.0.0.0/8 | jo: password, where",
        "Match Address 10.0.0.0/8,!10.0.0.1 | jo: password, where",
        "Match Address=192.168.* User jo | jo: password, where",
        "Match Address fe80::/10 | jo: password, where",
        "Match LocalAddress 127.0.0.1 | jo: password",
        "Match LocalAddress 198.51.100.1 | jo: password, where",
        "Match LocalPort 2222 | jo: password, where",
        "Match LocalPort 22 | jo: password",
        "Match Host 192.0.2.? | jo: password, where",
        "Match Address *,!10.0.0.0/8 | jo: password",
        "Match RDomain red | jo: password, where",
        "Match all | jo: password",
        "Match Group users | jo: password",
        "Match LocalPort 2223 | -",
        "Match Host *.example.com | -",
        "Match User bob Address 10.0.0.0/8 | -",
        "Match invalid-user Address 10.0.0.0/8 | -",
        "Match Address !10.0.0.0/8 | -"
      })
  void aBlockLetsInWhoComesFromThere(String match, String in) throws IOException {
    Report report =
        scene.server(
            "Port 22\nPort 2222\n" + KEYS_ONLY + match + "\n  PasswordAuthentication yes\n");
    assertEquals(
        in.equals("-"), Scene.codes(report).contains("lock-out.nobody-gets-in"), plain(report));
    assertTrue(in.equals("-") || plain(report).contains(in), plain(report));
  }

  @Test
  void namesOfHostsCountWithUseDns() throws IOException {
    String block = "Match Host *.example.com\n  PasswordAuthentication yes\n";
    Report report = scene.server("UseDNS yes\n" + KEYS_ONLY + block);
    assertTrue(report.healthy(), plain(report));
    assertTrue(plain(report).contains("where \"Match Host *.example.com\" holds"), plain(report));
  }

  /** A block that keeps strangers out leaves those who are none. */
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "Match Address *,!10.0.0.0/8 | true",
        "Match LocalPort 22 | true",
        "Match LocalPort 2222 | true",
        "Match Host *,!192.0.2.* | true",
        "Match Address * | false",
        "Match User * | false",
        "Match Group users | false",
        "Match all | false"
      })
  void aBlockKeepsOutWhoComesFromElsewhere(String match, boolean in) throws IOException {
    Report report =
        scene.server("Port 22\nPort 2222\n" + match + "\n  " + KEYS_ONLY.replace("\n", "\n  "));
    assertEquals(!in, Scene.codes(report).contains("lock-out.nobody-gets-in"), () -> plain(report));
  }

  private Path hostKey(String name, PrivateKey key, String passphrase) throws Exception {
    try (SecretBytes secret = SecretBytes.copyOf(passphrase.getBytes(StandardCharsets.UTF_8))) {
      byte[] text =
          PrivateKeyFile.write(
              key, "", PrivateKeyFile.WriteOptions.openSsh(passphrase.isEmpty() ? null : secret));
      Path file = scene.file(name, new String(text, StandardCharsets.ISO_8859_1));
      Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-------"));
      return file;
    }
  }

  /** The public half beside it may be missing, or that of another key. */
  @Test
  void theTypeOfAHostKeyIsThatOfThePrivateHalf() throws Exception {
    Path rsa = hostKey("rsa", KeyGenerator.rsa(2048), "");
    scene.file("rsa.pub", KEY);
    String line = "HostKey " + rsa + "\nHostKeyAlgorithms ";
    assertTrue(scene.server(line + "rsa-sha2-512\n").healthy());
    assertEquals(
        List.of("lock-out.no-host-key"), Scene.codes(scene.server(line + "ssh-ed25519\n")));
    Path weak = hostKey("weak", KeyGenerator.rsa(1024), "");
    assertTrue(Scene.codes(scene.server("HostKey " + weak + "\n")).contains("host-key-file.weak"));
  }

  @Test
  void nobodyTypesThePassphraseOfAHostKey() throws Exception {
    Path locked = hostKey("locked", KeyGenerator.ed25519(), "secret");
    Report report = scene.server("HostKey " + locked + "\n");
    assertEquals(List.of("lock-out.no-host-key", "host-key-file.unusable"), Scene.codes(report));
    assertTrue(
        Scene.commands(report, "host-key-file.unusable").getFirst().startsWith("ssh-keygen -p "));
    assertTrue(scene.server("HostKeyAgent /agent\nHostKey " + locked + "\n").healthy());
    Path half = scene.file("public.pub", KEY);
    Files.setPosixFilePermissions(half, PosixFilePermissions.fromString("rw-------"));
    assertTrue(scene.server("HostKeyAgent /agent\nHostKey " + half + "\n").healthy());
    Path cut = scene.file("cut", Files.readString(locked).substring(0, 120));
    Files.setPosixFilePermissions(cut, PosixFilePermissions.fromString("rw-------"));
    assertTrue(
        Scene.codes(scene.server("HostKey " + cut + "\n")).contains("host-key-file.unusable"));
  }

  @Test
  void hostKeysMustBeThere() throws Exception {
    assertEquals(
        List.of("lock-out.no-host-key", "host-key-file.missing"),
        Scene.codes(scene.server("HostKey " + folder + "/none\n")));
    Path key = hostKey("key", KeyGenerator.ed25519(), "");
    assertTrue(scene.server("HostKey " + key + "\n").healthy());
    assertEquals(
        List.of("lock-out.no-host-key"),
        Scene.codes(scene.server("HostKey " + key + "\nHostKeyAlgorithms rsa-sha2-512\n")));
    Files.setPosixFilePermissions(key, PosixFilePermissions.fromString("rw-r--r--"));
    assertEquals(
        List.of("host-key-file.too-open"), Scene.codes(scene.server("HostKey " + key + "\n")));
  }

  @Test
  void aServerListensWhereItIs() throws IOException {
    assertEquals(
        List.of("lock-out.bad-address"),
        Scene.codes(scene.server("ListenAddress 203.0.113.1:22\n")));
    assertTrue(
        scene
            .server("ListenAddress 0.0.0.0\nListenAddress [::]:22\nListenAddress 127.0.0.1\n")
            .healthy());
  }

  @Test
  void whatOnlyTheWholeShowsIsSaid() throws IOException {
    assertEquals(
        List.of("config-line.refused"),
        Scene.codes(scene.server("AuthorizedKeysCommand /bin/true\n")));
  }

  @Test
  void aSubsystemThatIsDefinedTwiceIsNamedWithBothPlaces() throws IOException {
    Path more = scene.file("more.conf", "Subsystem sftp internal-sftp\n");
    Report report = scene.server("Include " + more + "\nSubsystem sftp /b\nSubsystem x /c\n");
    Finding finding = Scene.finding(report, "config-line.defined-twice");
    assertEquals(
        new ConfigLineReason.DefinedTwice(
            folder.resolve("sshd_config").toString(), 2, "Subsystem", "sftp", more + ":1"),
        finding.reason());
    assertEquals(1, report.findings().size(), () -> Scene.codes(report).toString());
    assertTrue(scene.server("Subsystem sftp /a\nMatch User jo\nSubsystem sftp /b\n").healthy());
  }

  private static String plain(Report report) {
    return PlainReport.of(report, Texts.english(), Paper.PLAIN);
  }
}
