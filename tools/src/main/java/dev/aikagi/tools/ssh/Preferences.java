package dev.aikagi.tools.ssh;

import dev.aikagi.algorithm.CipherAlgorithm;
import dev.aikagi.algorithm.CompressionAlgorithm;
import dev.aikagi.algorithm.MacAlgorithm;
import dev.aikagi.config.ClientConfig;
import dev.aikagi.config.ClientKeywords;
import dev.aikagi.kex.AlgorithmPreferences;
import dev.aikagi.kex.KexMethod;
import dev.aikagi.key.PublicKeyAlgorithm;
import dev.aikagi.tools.Fatal;
import dev.aikagi.transport.RekeyLimit;
import dev.aikagi.transport.TransportOptions;
import dev.aikagi.trust.KnownHosts;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;

/** Turns the configuration's names into what the transport takes. */
final class Preferences {
  private Preferences() {}

  static TransportOptions transport(
      ClientConfig config, KnownHostsStore store, KnownHosts.Query query) throws Fatal {
    store.about(query, null);
    KnownHosts known;
    try {
      known = store.read();
    } catch (IOException e) {
      throw new Fatal(String.valueOf(e.getMessage()));
    }
    TransportOptions options =
        TransportOptions.client()
            .withPreferences(algorithms(config, known, query))
            .withRekeyLimit(rekey(config))
            .withRequiredRsaBits(Math.max(1024, config.value(ClientKeywords.REQUIRED_RSA_SIZE)));
    Optional<String> addendum = config.value(ClientKeywords.VERSION_ADDENDUM);
    return addendum.isPresent() ? options.withComments(addendum.get()) : options;
  }

  private static AlgorithmPreferences algorithms(
      ClientConfig config, KnownHosts known, KnownHosts.Query query) throws Fatal {
    List<PublicKeyAlgorithm> hostKeys =
        named(config.algorithms(ClientKeywords.HOST_KEY_ALGORITHMS), PublicKeyAlgorithm::named);
    boolean chosen = !config.value(ClientKeywords.HOST_KEY_ALGORITHMS).isEmpty();
    boolean compresses = config.value(ClientKeywords.COMPRESSION).equals("yes");
    return AlgorithmPreferences.client()
        .withKexMethods(
            check("kex", named(config.algorithms(ClientKeywords.KEX_ALGORITHMS), KexMethod::named)))
        .withHostKeyAlgorithms(check("host key", chosen ? hostKeys : known.order(hostKeys, query)))
        .withCiphers(
            check(
                "cipher", named(config.algorithms(ClientKeywords.CIPHERS), CipherAlgorithm::named)))
        .withMacs(check("MAC", named(config.algorithms(ClientKeywords.MACS), MacAlgorithm::named)))
        .withCompressions(
            compresses
                ? List.of(CompressionAlgorithm.ZLIB_OPENSSH, CompressionAlgorithm.NONE)
                : List.of(CompressionAlgorithm.NONE, CompressionAlgorithm.ZLIB_OPENSSH));
  }

  private static <T> List<T> check(String what, List<T> list) throws Fatal {
    if (list.isEmpty()) {
      throw new Fatal("No supported " + what + " algorithms found");
    }
    return list;
  }

  static <T> List<T> named(List<String> names, Function<String, Optional<T>> lookup) {
    List<T> found = new ArrayList<>();
    for (String name : names) {
      lookup.apply(name).ifPresent(found::add);
    }
    return found;
  }

  private static RekeyLimit rekey(ClientConfig config) {
    dev.aikagi.config.RekeyLimit configured = config.value(ClientKeywords.REKEY_LIMIT);
    RekeyLimit limit = RekeyLimit.DEFAULT;
    if (configured.bytes() > 0) {
      limit = limit.withBytes(configured.bytes());
    }
    Optional<Duration> time = configured.time().filter(Duration::isPositive);
    return time.isPresent() ? limit.withTime(time.get()) : limit;
  }
}
