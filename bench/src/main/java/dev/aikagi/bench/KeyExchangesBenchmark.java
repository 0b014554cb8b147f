package dev.aikagi.bench;

import dev.aikagi.SecretBytes;
import dev.aikagi.crypto.DhGroup;
import dev.aikagi.crypto.EcdhGroup;
import dev.aikagi.crypto.EcdhKey;
import dev.aikagi.crypto.Encapsulation;
import dev.aikagi.crypto.Kem;
import dev.aikagi.crypto.X25519;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;

/**
 * What the arithmetic of one key exchange costs both sides together, the secret of each included: a
 * hybrid method is the sum of its two. Signatures and hashes are not in it.
 */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 5, time = 1)
@Fork(1)
public class KeyExchangesBenchmark {
  /** Each primitive of the key exchange methods. */
  @Param({
    "x25519",
    "mlkem768",
    "sntrup761",
    "nistp256",
    "nistp384",
    "nistp521",
    "group14",
    "group16",
    "group18"
  })
  String primitive = "";

  /** Both sides' part. */
  @Benchmark
  public int bothSides() throws Exception {
    return switch (primitive) {
      case "x25519" -> curve(X25519::generate);
      case "mlkem768" -> kem(Kem.ML_KEM_768);
      case "sntrup761" -> kem(Kem.SNTRUP761);
      case "nistp256" -> curve(EcdhGroup.NISTP256::generate);
      case "nistp384" -> curve(EcdhGroup.NISTP384::generate);
      case "nistp521" -> curve(EcdhGroup.NISTP521::generate);
      case "group14" -> group(DhGroup.GROUP14);
      case "group16" -> group(DhGroup.GROUP16);
      case "group18" -> group(DhGroup.GROUP18);
      default -> throw new IllegalArgumentException(primitive);
    };
  }

  private static int curve(Supplier<EcdhKey> generator) throws Exception {
    EcdhKey client = generator.get();
    EcdhKey server = generator.get();
    try (SecretBytes one = client.agree(server.publicValue());
        SecretBytes other = server.agree(client.publicValue())) {
      return one.length() + other.length();
    }
  }

  private static int kem(Kem kem) throws Exception {
    try (Kem.Pair client = kem.generate();
        Encapsulation server = kem.encapsulate(client.publicValue());
        SecretBytes secret = client.decapsulate(server.ciphertext())) {
      return secret.length();
    }
  }

  private static int group(DhGroup group) throws Exception {
    DhGroup.KeyAgreementKey client = group.generate();
    DhGroup.KeyAgreementKey server = group.generate();
    try (SecretBytes one = client.agree(server.publicValue());
        SecretBytes other = server.agree(client.publicValue())) {
      return one.length() + other.length();
    }
  }
}
