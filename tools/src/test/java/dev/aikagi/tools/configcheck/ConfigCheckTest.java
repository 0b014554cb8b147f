package dev.aikagi.tools.configcheck;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.aikagi.config.ConfigSyntax;
import dev.aikagi.posix.User;
import dev.aikagi.tools.explain.Report;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ConfigCheckTest {
  @TempDir Path folder;
  private Scene scene;

  @BeforeEach
  void scene() {
    scene = new Scene(folder).person("jo");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "PasswordAuthentification no | config-line.misspelt",
        "PermitRootLogn no | config-line.misspelt",
        "Protocol2 | config-line.misspelt",
        "Frobnicate yes | config-line.unknown-keyword",
        "ForwardAgent yes | config-line.wrong-file",
        "HashKnownHosts yes | config-line.wrong-file",
        "X11Forwarding | config-line.no-value",
        "Banner \"/etc/issue | config-line.open-quote",
        "PermitRootLogin maybe | config-line.bad-value",
        "UseDNS yess | config-line.bad-value",
        "LogLevel FOO | config-line.bad-value",
        "Port many | config-line.bad-argument",
        "Match Usr a | config-line.bad-argument",
        "Port 22 33 | config-line.extra-words",
        "Ciphers aes128-ctr,arcfour | config-line.removed-algorithm",
        "Ciphers aes128-crt | config-line.unknown-algorithm",
        "MACs hmac-ripemd160 | config-line.removed-algorithm",
        "HostKeyAlgorithms foo | config-line.unknown-algorithm",
        "Ciphers -* | config-line.nothing-left",
        "AuthorizedKeysCommandRunAs nobody | old-keyword.never-released",
        "ChallengeResponseAuthentication no | old-keyword.renamed",
        "PubkeyAcceptedKeyTypes rsa-sha2-512 | old-keyword.renamed",
        "DSAAuthentication yes | old-keyword.renamed",
        "KeepAlive yes | old-keyword.renamed",
        "UsePrivilegeSeparation yes | old-keyword.gone",
        "Protocol 2 | old-keyword.gone",
        "PAMAuthenticationViaKbdInt no | old-keyword.gone",
        "Ciphers +3des-cbc | weak-setting.algorithm",
        "MACs hmac-md5,hmac-sha2-256 | weak-setting.algorithm",
        "KexAlgorithms diffie-hellman-group1-sha1 | weak-setting.algorithm",
        "PubkeyAcceptedAlgorithms +ssh-rsa | weak-setting.algorithm",
        "RequiredRSASize 1024 | weak-setting.short-rsa",
        "PermitRootLogin yes | weak-setting.root-by-password",
        "PermitEmptyPasswords yes | weak-setting.empty-passwords",
        "StrictModes no | weak-setting.strict-modes-off",
        "PermitUserEnvironment yes | weak-setting.user-environment",
        "IgnoreRhosts no | weak-setting.rhosts-heard",
        "X11UseLocalhost no | weak-setting.x11-for-others",
        "MaxAuthTries 1 | weak-setting.one-try",
        "LogLevel QUIET | weak-setting.no-log",
        "Include /nonexistent/file | shadowed-line.includes-nothing",
        "Match User !root | shadowed-line.never-matches"
      })
  void eachLineOfTheServerHasItsReason(String line, String code) throws IOException {
    Report report = scene.server(line + "\n");
    assertEquals(List.of(code), Scene.codes(report));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "PermitRootLogin yes | config-line.wrong-file",
        "UseKeychain yes | config-line.other-system",
        "Host= | config-line.no-value",
        "StrictHostKeyChecking no | weak-setting.host-keys-unchecked",
        "UserKnownHostsFile /dev/null | weak-setting.host-keys-forgotten",
        "Host a,b | client-line.comma-in-host",
        "IdentityFile /nonexistent/key | client-line.no-identity",
        "IdentityFile /nonexistent/key.pub | client-line.public-identity",
        "CompressionLevel 3 | old-keyword.gone",
        "HostbasedKeyTypes ssh-ed25519 | old-keyword.renamed",
        "Host !a !b | shadowed-line.never-matches"
      })
  void eachLineOfTheClientHasItsReason(String line, String code) throws IOException {
    assertEquals(List.of(code), Scene.codes(scene.client(line + "\n")));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "GSSAPIAuthentication yes",
        "Host=a",
        "Host a b !c",
        "Match exec \"touch /nonexistent/x\"",
        "ProxyJump none",
        "IdentityFile ~/.ssh/%r",
        "SendEnv LANG LC_*"
      })
  void whatIsRightIsNotFound(String line) throws IOException {
    assertEquals(List.of(), Scene.codes(scene.client(line + "\n")));
  }

  /** What is no name of a file must not end the check. */
  @Test
  void noFileHasSuchAName() throws IOException {
    String nul = "\0x\n";
    for (String word : List.of("HostKey ~", "PidFile /", "AuthorizedKeysFile /", "Include /")) {
      scene.server("UsePAM yes\n" + word + nul);
    }
    for (String word : List.of("IdentityFile ~/", "Include ~/", "UserKnownHostsFile /")) {
      scene.client(word + nul);
    }
    Report report = scene.server("HostKey ~/key\n");
    var reason =
        (HostKeyFileReason.Missing) Scene.finding(report, "host-key-file.missing").reason();
    assertEquals(folder.resolve("key"), reason.path());
  }

  /** SHA-1 in an HMAC is not broken, and OpenSSH proposes it. */
  @Test
  void theDefaultsAreNotWeak() throws IOException {
    assertTrue(scene.server("MACs hmac-sha2-256,hmac-sha1,hmac-sha1-etm@openssh.com\n").healthy());
    assertEquals(
        List.of("weak-setting.algorithm"), Scene.codes(scene.server("MACs +hmac-sha1-96\n")));
  }

  @Test
  void anEmptyFileIsHealthy() throws IOException {
    assertTrue(scene.server("").healthy());
    assertTrue(scene.client("").healthy());
  }

  @Test
  void unknownWordsMayBeIgnored() throws IOException {
    assertTrue(scene.client("IgnoreUnknown UseK*,Foo\nUseKeychain yes\nFoo bar\n").healthy());
    assertEquals(
        List.of("config-line.unknown-keyword"),
        Scene.codes(scene.client("Frobnicate a\nIgnoreUnknown Frobnicate\n")));
  }

  @Test
  void whatMendsALineIsSaidAsACommand() throws IOException {
    Path pid = scene.file("pid", "1\n");
    Report report = scene.server("Port 22\n  PermitRootLogn no\nPidFile " + pid + "\n");
    Path file = folder.resolve("sshd_config");
    assertEquals(
        List.of(
            "sed -i 2s/PermitRootLogn/PermitRootLogin/ " + file,
            "sshd -t -f " + file,
            "kill -HUP \"$(cat " + pid + ")\""),
        Scene.commands(report, "config-line.misspelt"));
  }

  @Test
  void whereNoServerRunsNobodyIsTold() throws IOException {
    Report report = scene.server("PermitRootLogn no\nPidFile " + folder.resolve("none") + "\n");
    assertEquals(2, Scene.commands(report, "config-line.misspelt").size());
  }

  @Test
  void aFileThatIsNotThereIsSaidToBeSo() {
    Report report = scene.check(folder.resolve("none"), ConfigSyntax.SERVER);
    assertEquals(List.of("config-file.not-readable"), Scene.codes(report));
  }

  /** root's chmod would follow a link that the user has laid there meanwhile. */
  @Test
  void aFileOfAUsersIsClosedByHim() throws Exception {
    Assumptions.assumeTrue(User.effectiveId() == 0, "not root");
    String code = "config-file.writable-by-others";
    Path file = scene.file("config", "Host x\n");
    Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-rw-rw-"));
    assertEquals(
        List.of("chmod go-w " + file),
        Scene.commands(scene.check(file, ConfigSyntax.CLIENT), code));
    Files.setAttribute(file, "unix:uid", 65534);
    String owner = Files.getOwner(file).getName();
    assertEquals(
        List.of("su " + owner + " -s /bin/sh -c 'chmod go-w " + file + "'"),
        Scene.commands(scene.check(file, ConfigSyntax.CLIENT), code));
    Files.writeString(file, "Host a,b\n");
    assertEquals(
        List.of("su " + owner + " -s /bin/sh -c 'sed -i '\\''1s/a,b/a b/'\\'' " + file + "'"),
        Scene.commands(scene.check(file, ConfigSyntax.CLIENT), "client-line.comma-in-host"));
  }
}
