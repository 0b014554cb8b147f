package dev.aikagi.tools.ssh;

import dev.aikagi.algorithm.CipherAlgorithm;
import dev.aikagi.algorithm.CompressionAlgorithm;
import dev.aikagi.algorithm.MacAlgorithm;
import dev.aikagi.kex.KexMethod;
import dev.aikagi.key.KeyType;
import dev.aikagi.key.PublicKeyAlgorithm;
import dev.aikagi.key.SignatureAlgorithm;
import dev.aikagi.tools.Fatal;
import java.io.PrintStream;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.function.Predicate;
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
      case "mac", "macs" ->
          MacAlgorithm.SUPPORTED.stream().map(MacAlgorithm::algorithmName).toList();
      case "kex", "kexalgorithms" ->
          KexMethod.SUPPORTED.stream().map(KexMethod::algorithmName).toList();
      case "compression" ->
          CompressionAlgorithm.SUPPORTED.stream().map(CompressionAlgorithm::algorithmName).toList();
      case "protocol-version" -> List.of("2");
      case "key" -> keyTypes(t -> true);
      case "key-cert" -> keyTypes(KeyType::certificate);
      case "key-plain" -> keyTypes(t -> !t.certificate());
      case "sig", "key-ca-sign", "casignaturealgorithms" ->
          SignatureAlgorithm.SUPPORTED.stream().map(SignatureAlgorithm::wireName).toList();
      case "key-sig",
          "hostkeyalgorithms",
          "pubkeyacceptedalgorithms",
          "pubkeyacceptedkeytypes",
          "hostbasedacceptedalgorithms",
          "hostbasedkeytypes",
          "hostbasedacceptedkeytypes" ->
          PublicKeyAlgorithm.SUPPORTED.stream().map(PublicKeyAlgorithm::wireName).toList();
      default -> null;
    };
  }

  private static List<String> keyTypes(Predicate<KeyType> wanted) {
    return Arrays.stream(KeyType.values())
        // The certificates of a type that nobody has made for years are not read.
        .filter(t -> t != KeyType.SSH_DSS_CERT)
        .filter(wanted)
        .map(KeyType::wireName)
        .toList();
  }

  private static List<String> ciphers() {
    return CipherAlgorithm.SUPPORTED.stream().map(CipherAlgorithm::algorithmName).toList();
  }

  private static boolean authenticates(String cipher) {
    return cipher.contains("gcm") || cipher.contains("poly1305");
  }
}
