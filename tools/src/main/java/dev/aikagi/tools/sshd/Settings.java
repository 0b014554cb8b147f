package dev.aikagi.tools.sshd;

import dev.aikagi.algorithm.CipherAlgorithm;
import dev.aikagi.algorithm.CompressionAlgorithm;
import dev.aikagi.algorithm.MacAlgorithm;
import dev.aikagi.config.ServerConfig;
import dev.aikagi.config.ServerKeywords;
import dev.aikagi.kex.AlgorithmPreferences;
import dev.aikagi.kex.KexMethod;
import dev.aikagi.kex.Moduli;
import dev.aikagi.key.PublicKeyAlgorithm;
import dev.aikagi.key.SignatureAlgorithm;
import dev.aikagi.key.Signer;
import dev.aikagi.tools.ServerLog;
import dev.aikagi.transport.RekeyLimit;
import dev.aikagi.transport.TransportOptions;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;

/**
 * What the configuration comes to, read once and then immutable: connections keep the settings that
 * were in force when they came.
 *
 * @param transport for every connection
 */
record Settings(ServerConfig config, List<Signer> hostKeys, TransportOptions transport) {
  private static final int MAX_MODULI = 4 << 20;

  Settings {
    hostKeys = List.copyOf(hostKeys);
  }

  /**
   * Works out what the words of the configuration mean.
   *
   * @throws IOException with the sentence for the log
   */
  static Settings of(ServerConfig config, HostKeys hostKeys, ServerLog log) throws IOException {
    AlgorithmPreferences preferences =
        AlgorithmPreferences.server()
            .withKexMethods(
                known(config.algorithms(ServerKeywords.KEX_ALGORITHMS), KexMethod::named))
            .withCiphers(known(config.algorithms(ServerKeywords.CIPHERS), CipherAlgorithm::named))
            .withMacs(known(config.algorithms(ServerKeywords.MACS), MacAlgorithm::named))
            .withHostKeyAlgorithms(hostKeyAlgorithms(config, hostKeys))
            .withCompressions(compressions(config));
    TransportOptions transport =
        TransportOptions.server()
            .withPreferences(preferences)
            .withComments(config.value(ServerKeywords.VERSION_ADDENDUM).orElse(""))
            .withRekeyLimit(rekeyLimit(config.value(ServerKeywords.REKEY_LIMIT)))
            .withServerSigAlgs(
                known(
                    config.algorithms(ServerKeywords.PUBKEY_ACCEPTED_ALGORITHMS),
                    SignatureAlgorithm::named))
            .withHostCertificates(hostKeys.certificates())
            .withModuli(moduli(config, log));
    return new Settings(config, hostKeys.signers(), transport);
  }

  private static <T> List<T> known(List<String> names, Function<String, Optional<T>> named) {
    return names.stream().map(named).flatMap(Optional::stream).toList();
  }

  /** Those that a key or a certificate is there for. */
  private static List<PublicKeyAlgorithm> hostKeyAlgorithms(ServerConfig config, HostKeys keys)
      throws IOException {
    List<PublicKeyAlgorithm> usable =
        known(config.algorithms(ServerKeywords.HOST_KEY_ALGORITHMS), PublicKeyAlgorithm::named)
            .stream()
            .filter(a -> keys.types().contains(a.keyType()))
            .toList();
    if (usable.isEmpty()) {
      throw new IOException("no hostkeys available -- exiting.");
    }
    return usable;
  }

  private static List<CompressionAlgorithm> compressions(ServerConfig config) {
    return config.value(ServerKeywords.COMPRESSION).equals("no")
        ? List.of(CompressionAlgorithm.NONE)
        : CompressionAlgorithm.DEFAULT;
  }

  private static RekeyLimit rekeyLimit(dev.aikagi.config.RekeyLimit configured) {
    RekeyLimit limit = RekeyLimit.DEFAULT;
    if (configured.bytes() > 0) {
      limit = limit.withBytes(configured.bytes());
    }
    return configured.time().filter(t -> t.isPositive()).map(limit::withTime).orElse(limit);
  }

  /** moduli(5), where the file is; a bad one leaves the built-in groups. */
  private static Moduli moduli(ServerConfig config, ServerLog log) {
    Path file = Path.of(config.value(ServerKeywords.MODULI_FILE).orElse("/etc/ssh/moduli"));
    try {
      boolean wanted =
          config.algorithms(ServerKeywords.KEX_ALGORITHMS).stream()
              .anyMatch(a -> a.startsWith("diffie-hellman-group-exchange"));
      if (!wanted || !Files.isRegularFile(file)) {
        return Moduli.BUILT_IN;
      }
      if (Files.size(file) > MAX_MODULI) {
        throw new IOException("too large");
      }
      return Moduli.parse(Files.readString(file));
    } catch (IOException e) {
      log.error("moduli " + file + ": " + ServerLog.why(e));
      return Moduli.BUILT_IN;
    }
  }
}
