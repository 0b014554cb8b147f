package dev.aikagi.interop.trust;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.aikagi.interop.Compared;
import dev.aikagi.key.PublicKey;
import dev.aikagi.trust.AuthorizedKeys;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What sshd itself lets in with the same authorized_keys. */
@Tag("H3")
class AuthorizedKeysDifferentialTest {
  private static final Pattern KEY_NAME = Pattern.compile("\\b[KOB]\\b");

  @TempDir Path folder;

  /** K is the key that logs in, B its base64, O another key. */
  private static final List<String> CASES =
      List.of(
          "K",
          "K\\r",
          "\\tK comment",
          "K comment \"with quotes",
          "# K",
          "O\\nK",
          "no-pty K",
          "no-pty,no-user-rc\\tK",
          "NO-PTY,Restrict K",
          "restrict,pty K",
          "no-restrict K",
          "unknown K",
          "unknown K\\nK",
          "pty, K",
          ",pty K",
          "pty,,pty K",
          "ptypty K",
          "no-touch-required,no-verify-required K",
          "touch-required,verify-required K",
          "command=\"exit 7\" K",
          "command=\"echo \\\\\"a b\\\\\" # , x\" K",
          "command=\"a\",command=\"b\" K",
          "command=exit K",
          "command=\"exit K",
          "command=\"\" K",
          "COMMAND=\"true\" K",
          "command=\"true\"pty K",
          "command =\"true\" K",
          "from=\"127.0.0.1\" K",
          "from=\"127.0.0.0/8\" K",
          "from=\"127.0.0.1/8\" K",
          "from=\"10.0.0.0/8\" K",
          "from=\"10.0.0.0/8,127.*\" K",
          "from=\"*,!127.0.0.1\" K",
          "from=\"!127.0.0.1,*\" K",
          "from=\"!10.0.0.1\" K",
          "from=\"!10.0.0.1,*\" K",
          "from=\"127.1\" K",
          "from=\"0x7f.0.0.1\" K",
          "from=\"127.0.0.?\" K",
          "from=\"::ffff:127.0.0.1\" K",
          "from=\"127.0.0.0/129\" K",
          "from=\"127.0.0.0/33\" K",
          "from=\"\" K",
          "from=\"127.0.0.1,\" K",
          "from=\"localhost\" K",
          "from=\"0.0.0.0/0\" K",
          "from=\"*\",from=\"*\" K",
          "expiry-time=\"20200101\" K",
          "expiry-time=\"20991231\" K",
          "expiry-time=\"209912312359\" K",
          "expiry-time=\"20991231235959Z\" K",
          "expiry-time=\"20991331\" K",
          "expiry-time=\"2099123\" K",
          "expiry-time=\"tomorrow\" K",
          "expiry-time=\"20991231\",expiry-time=\"20200101\" K",
          "environment=\"A=1\" K",
          "environment=\"A\" K",
          "environment=\"A-C=1\" K",
          "environment=\"=1\" K",
          "permitopen=\"h:80\" K",
          "permitopen=\"h:*\" K",
          "permitopen=\"h\" K",
          "permitopen=\"h:0\" K",
          "permitopen=\"h:65536\" K",
          "permitopen=\"[::1]:80\" K",
          "permitopen=\"[::1\" K",
          "permitopen=\"h/80\" K",
          "permitopen=\":80\" K",
          "permitlisten=\"80\" K",
          "permitlisten=\"*:80\" K",
          "permitlisten=\"x\" K",
          "tunnel=\"1\" K",
          "tunnel=\"any\" K",
          "tunnel=\"x\" K",
          "tunnel=\"1:2\" K",
          "principals=\"root\" K",
          "cert-authority K",
          "cert-authority,principals=\"root\" K",
          "ssh-ed25519 B",
          "ssh-ed25519  \\tB",
          "ssh-rsa B",
          "ssh-ed25519",
          "ssh-ed25519 B=",
          "ssh-ed25519 x+B",
          "ssh-unknown B",
          "ssh-ed25519 ssh-ed25519 B",
          "pty ssh-ed25519 B",
          "pty pty ssh-ed25519 B");

  @Test
  void sshdLetsInTheSame() throws Exception {
    RealPrograms.assumeInstalled(RealPrograms.SSH, RealPrograms.SSHD, RealPrograms.KEYGEN);
    RealPrograms.makeKey(folder.resolve("host"), "ed25519", "");
    PublicKey key = RealPrograms.makeKey(folder.resolve("login"), "ed25519", "");
    PublicKey other = RealPrograms.makeKey(folder.resolve("other"), "ed25519", "");
    Path file = folder.resolve("authorized_keys");
    try (RealPrograms.Sshd sshd =
        RealPrograms.Sshd.start(
            folder,
            folder.resolve("host"),
            "AuthorizedKeysFile " + file,
            "PermitRootLogin yes",
            "PermitUserEnvironment no")) {
      List<String> differences = new ArrayList<>();
      int in = 0;
      for (String line : CASES) {
        String text =
            KEY_NAME
                .matcher(
                    line.replace("\\\\", "\\")
                        .replace("\\n", "\n")
                        .replace("\\t", "\t")
                        .replace("\\r", "\r"))
                .replaceAll(
                    m ->
                        switch (m.group()) {
                          case "K" -> key.line();
                          case "O" -> other.line();
                          default -> key.line().split(" ", -1)[1];
                        });
        Files.writeString(file, text + "\n", StandardCharsets.UTF_8);
        boolean real = real(sshd.port());
        AuthorizedKeys.Decision ours =
            AuthorizedKeys.parse(file.toString(), Files.readAllBytes(file))
                .decide(key, "127.0.0.1", "127.0.0.1", Instant.now());
        in += real ? 1 : 0;
        if (real != (ours instanceof AuthorizedKeys.Decision.Authorized)) {
          differences.add(line + ": sshd " + (real ? "accepts" : "refuses") + ", ours: " + ours);
        }
        Compared.one("authorized-keys");
      }
      assertEquals(List.of(), differences);
      assertTrue(in > 20 && in < CASES.size() - 20, "sshd let in " + in);
    }
  }

  private boolean real(int port) throws Exception {
    RealPrograms.Result result =
        RealPrograms.run(
            folder,
            RealPrograms.SSH,
            "-F",
            "none",
            "-v",
            "-p",
            Integer.toString(port),
            "-oUserKnownHostsFile=/dev/null",
            "-oGlobalKnownHostsFile=none",
            "-oBatchMode=yes",
            "-oStrictHostKeyChecking=no",
            "-oPreferredAuthentications=publickey",
            "-oIdentitiesOnly=yes",
            "-oIdentityAgent=none",
            "-i",
            folder.resolve("login").toString(),
            "root@127.0.0.1",
            "true");
    return result.errors().contains("Authenticated to 127.0.0.1");
  }
}
