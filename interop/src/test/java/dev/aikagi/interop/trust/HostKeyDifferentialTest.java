package dev.aikagi.interop.trust;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.aikagi.interop.Compared;
import dev.aikagi.key.PublicKey;
import dev.aikagi.trust.HostKeyDecision;
import dev.aikagi.trust.KnownHosts;
import dev.aikagi.trust.KnownHostsEdit;
import dev.aikagi.trust.KnownHostsFile;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What ssh itself decides about a real server's key with the same known_hosts. */
@Tag("D2")
class HostKeyDifferentialTest {
  @TempDir Path folder;

  @Test
  void sshDecidesTheSame() throws Exception {
    RealPrograms.assumeInstalled(RealPrograms.SSH, RealPrograms.SSHD, RealPrograms.KEYGEN);
    PublicKey key = RealPrograms.makeKey(folder.resolve("host"), "ed25519", "");
    PublicKey other = RealPrograms.makeKey(folder.resolve("other"), "ed25519", "");
    PublicKey ecdsa = RealPrograms.makeKey(folder.resolve("ecdsa"), "ecdsa", "256");
    try (RealPrograms.Sshd sshd = RealPrograms.Sshd.start(folder, folder.resolve("host"))) {
      String name = "[127.0.0.1]:" + sshd.port();
      String k = " " + key.line();
      List<String> cases =
          List.of(
              "# nothing",
              name + k,
              name + " " + other.line(),
              name + " " + ecdsa.line(),
              name + " " + other.line() + "\n" + name + k,
              name + " " + ecdsa.line() + "\n" + name + " " + other.line(),
              "127.0.0.1" + k,
              "127.0.0.1 " + other.line(),
              "*" + k,
              "*,!" + name + k,
              "[127.0.0.*]:" + sshd.port() + k,
              name + k + "\n@revoked * " + key.line(),
              "@revoked * " + key.line(),
              "@revoked * " + other.line() + "\n" + name + k,
              "@cert-authority * " + key.line(),
              "@cert-authority * " + other.line() + "\n" + name + k,
              KnownHostsEdit.line(name, null, key, true).strip(),
              KnownHostsEdit.line(name, null, other, true).strip(),
              KnownHostsEdit.line("127.0.0.1", null, key, true).strip(),
              "@bad " + name + k,
              name + " ssh-ed25519 AAAA",
              "some.other.name" + k);
      List<String> differences = new ArrayList<>();
      for (String text : cases) {
        Path file = folder.resolve("known_hosts");
        Files.writeString(file, text + "\n", StandardCharsets.ISO_8859_1);
        String real = real(file, sshd.port());
        HostKeyDecision ours =
            new KnownHosts(List.of(KnownHostsFile.parse(file.toString(), Files.readAllBytes(file))))
                .decide(new KnownHosts.Query("127.0.0.1", sshd.port()), key);
        if (!real.equals(ours.getClass().getSimpleName())) {
          differences.add(text + "\nreal: " + real + ", ours: " + ours.summary());
        }
        Compared.one("known-hosts");
      }
      assertEquals(List.of(), differences);
    }
  }

  private String real(Path knownHosts, int port) throws Exception {
    RealPrograms.Result result =
        RealPrograms.run(
            folder,
            RealPrograms.SSH,
            "-F",
            "none",
            "-v",
            "-p",
            Integer.toString(port),
            "-oUserKnownHostsFile=" + knownHosts,
            "-oGlobalKnownHostsFile=none",
            "-oBatchMode=yes",
            "-oStrictHostKeyChecking=yes",
            "-oCheckHostIP=no",
            "-oHostKeyAlgorithms=ssh-ed25519,ecdsa-sha2-nistp256",
            "-oIdentityFile=none",
            "-oIdentityAgent=none",
            "127.0.0.1",
            "true");
    String errors = result.errors();
    if (errors.contains("REVOKED HOST KEY DETECTED")) {
      return "Revoked";
    }
    if (errors.contains("REMOTE HOST IDENTIFICATION HAS CHANGED")) {
      return "Changed";
    }
    if (errors.contains("host key is known for")) {
      return "Unknown";
    }
    return errors.contains("Authentications that can continue") ? "Known" : errors;
  }
}
