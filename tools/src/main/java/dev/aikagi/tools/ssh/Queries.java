package dev.aikagi.tools.ssh;

import dev.aikagi.crypto.CipherAlgorithm;
import dev.aikagi.crypto.CompressionAlgorithm;
import dev.aikagi.crypto.MacAlgorithm;
import dev.aikagi.kex.KexMethod;
import dev.aikagi.key.SignatureAlgorithm;
import java.io.PrintStream;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** ssh -Q: the names of what is there. */
final class Queries {
  private static final List<String> NAMES =
      List.of(
          "cipher",
          "cipher-auth",
          "compression",
          "kex",
          "key",
          "key-ca-sign",
          "key-cert",
          "key-plain",
          "key-sig",
          "mac",
          "protocol-version",
          "sig");

  private static final List<String> PLAIN_KEYS =
      List.of(
          "ssh-ed25519",
          "ecdsa-sha2-nistp256",
          "ecdsa-sha2-nistp384",
          "ecdsa-sha2-nistp521",
          "sk-ssh-ed25519@openssh.com",
          "sk-ecdsa-sha2-nistp256@openssh.com",
          "ssh-rsa",
          "ssh-dss");

  private Queries() {}

  static void answer(String query, PrintStream out) throws Fatal {
    if (query.equals("help")) {
      NAMES.forEach(out::println);
      return;
    }
    List<String> names = names(query.toLowerCase(Locale.ROOT));
    if (names == null) {
      throw new Fatal("Unsupported query \"" + query + "\"");
    }
    names.forEach(out::println);
  }

  private static @Nullable List<String> names(String query) {
    return switch (query) {
      case "cipher", "ciphers" -> ciphers();
      case "cipher-auth" -> ciphers().stream().filter(Queries::authenticates).toList();
      case "mac", "macs" -> MacAlgorithm.SUPPORTED.stream().map(MacAlgorithm::name).toList();
      case "kex", "kexalgorithms" ->
          KexMethod.SUPPORTED.stream().map(KexMethod::algorithmName).toList();
      case "compression" ->
          CompressionAlgorithm.SUPPORTED.stream().map(CompressionAlgorithm::algorithmName).toList();
      case "protocol-version" -> List.of("2");
      case "key-cert" -> List.of();
      case "key-plain" -> PLAIN_KEYS;
      case "key",
          "key-sig",
          "sig",
          "key-ca-sign",
          "casignaturealgorithms",
          "hostkeyalgorithms",
          "pubkeyacceptedalgorithms",
          "pubkeyacceptedkeytypes",
          "hostbasedacceptedalgorithms",
          "hostbasedkeytypes",
          "hostbasedacceptedkeytypes" ->
          SignatureAlgorithm.SUPPORTED.stream().map(SignatureAlgorithm::wireName).toList();
      default -> null;
    };
  }

  private static List<String> ciphers() {
    return CipherAlgorithm.SUPPORTED.stream().map(CipherAlgorithm::name).toList();
  }

  private static boolean authenticates(String cipher) {
    return cipher.contains("gcm") || cipher.contains("poly1305");
  }
}
