package dev.aikagi.fuzz;

import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** All inputs that the search starts from, and those that once were findings. */
@Tag("R2")
class CorpusTest {
  private static final Path FOLDER = Path.of("src/test/fuzz");

  /** By the name of the folder, as {@code ./verify --fuzz} finds them. */
  private static final Map<String, Target> TARGETS =
      Map.ofEntries(
          Map.entry("agent-reply", AgentReplyTarget::fuzzerTestOneInput),
          Map.entry("agent-request", AgentRequestTarget::fuzzerTestOneInput),
          Map.entry("agent-stream", AgentStreamTarget::fuzzerTestOneInput),
          Map.entry("allowed-signers", AllowedSignersTarget::fuzzerTestOneInput),
          Map.entry("authorities", AuthoritiesTarget::fuzzerTestOneInput),
          Map.entry("authorized-keys", AuthorizedKeysTarget::fuzzerTestOneInput),
          Map.entry("certificate", CertificateTarget::fuzzerTestOneInput),
          Map.entry("dns-answer", DnsAnswerTarget::fuzzerTestOneInput),
          Map.entry("encrypted-key-file", EncryptedKeyFileTarget::fuzzerTestOneInput),
          Map.entry("far-keys", FarKeysTarget::fuzzerTestOneInput),
          Map.entry("file-signature", FileSignatureTarget::fuzzerTestOneInput),
          Map.entry("helper-answer", HelperAnswerTarget::fuzzerTestOneInput),
          Map.entry("inventory", InventoryTarget::fuzzerTestOneInput),
          Map.entry("kerberos-token", KerberosTokenTarget::fuzzerTestOneInput),
          Map.entry("key-blob", KeyBlobTarget::fuzzerTestOneInput),
          Map.entry("key-file", KeyFileTarget::fuzzerTestOneInput),
          Map.entry("keysign-answer", KeysignAnswerTarget::fuzzerTestOneInput),
          Map.entry("keytab", KeytabTarget::fuzzerTestOneInput),
          Map.entry("known-hosts", KnownHostsTarget::fuzzerTestOneInput),
          Map.entry("log-line", LogLineTarget::fuzzerTestOneInput),
          Map.entry("moduli", ModuliTarget::fuzzerTestOneInput),
          Map.entry("moduli-candidates", ModuliCandidatesTarget::fuzzerTestOneInput),
          Map.entry("principals", PrincipalsTarget::fuzzerTestOneInput),
          Map.entry("public-key", PublicKeyTarget::fuzzerTestOneInput),
          Map.entry("revocation-list", RevocationListTarget::fuzzerTestOneInput),
          Map.entry("revocation-spec", RevocationSpecTarget::fuzzerTestOneInput),
          Map.entry("revoked-keys", RevokedKeysTarget::fuzzerTestOneInput),
          Map.entry("scan-target", ScanTargetTarget::fuzzerTestOneInput),
          Map.entry("server-hello", ServerHelloTarget::fuzzerTestOneInput),
          Map.entry("signature", SignatureTarget::fuzzerTestOneInput),
          Map.entry("trusted-hosts", TrustedHostsTarget::fuzzerTestOneInput),
          Map.entry("userauth-reply", UserauthReplyTarget::fuzzerTestOneInput),
          Map.entry("userauth-request", UserauthRequestTarget::fuzzerTestOneInput));

  private interface Target {
    void run(byte[] data) throws Exception;
  }

  static List<String> targets() throws IOException {
    try (Stream<Path> folders = Files.list(FOLDER)) {
      return folders.map(f -> f.getFileName().toString()).sorted().toList();
    }
  }

  private static List<Path> inputs(String target) throws IOException {
    try (Stream<Path> files = Files.list(FOLDER.resolve(target))) {
      return files.sorted().toList();
    }
  }

  @ParameterizedTest
  @MethodSource("targets")
  void everyInputIsTakenWell(String name) throws Exception {
    Target target = Objects.requireNonNull(TARGETS.get(name), name);
    List<Path> inputs = inputs(name);
    assertFalse(inputs.isEmpty());
    for (Path input : inputs) {
      byte[] data = Files.readAllBytes(input);
      assertTimeoutPreemptively(
          Duration.ofSeconds(20), () -> target.run(data), () -> input.toString());
    }
  }

  /** A little of the search, in every build. */
  @ParameterizedTest
  @MethodSource("targets")
  void soIsWhatIsNearThem(String name) throws Exception {
    Target target = Objects.requireNonNull(TARGETS.get(name), name);
    Random random = new Random(2);
    for (Path input : inputs(name)) {
      byte[] good = Files.readAllBytes(input);
      for (int i = 0; i < 200 && good.length > 0; i++) {
        byte[] data = good.clone();
        for (int n = random.nextInt(3); n >= 0; n--) {
          data[random.nextInt(data.length)] = (byte) random.nextInt(256);
        }
        target.run(data);
      }
    }
  }
}
