package dev.aikagi.posix;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.aikagi.key.AtomicFile;
import dev.aikagi.key.FileSignature;
import dev.aikagi.key.PrivateKeyFile;
import dev.aikagi.key.PublicKeyFile;
import dev.aikagi.key.SecurityKeyPrivateKey;
import dev.aikagi.key.SecurityKeySigner;
import dev.aikagi.posix.SecurityKeyProvider.Enrolled;
import java.io.ByteArrayInputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * OpenSSH's ssh-keygen with what libfido2 made of an authenticator that the test plays: that plays
 * only where it is at home, so this is not where the other tests with peers are.
 */
@Timeout(60)
class FidoPeerTest {
  private static final String SSH_KEYGEN = "/usr/bin/ssh-keygen";
  private static final byte[] MESSAGE = "message".getBytes(StandardCharsets.US_ASCII);

  @TempDir Path folder;

  private String peer(String... words) throws Exception {
    List<String> command = new ArrayList<>(List.of(SSH_KEYGEN));
    command.addAll(List.of(words));
    Process process =
        new ProcessBuilder(command)
            .directory(folder.toFile())
            .redirectInput(folder.resolve("message").toFile())
            .redirectErrorStream(true)
            .start();
    String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    assertTrue(process.waitFor(30, TimeUnit.SECONDS));
    assertEquals(0, process.exitValue(), said);
    return said;
  }

  @ParameterizedTest
  @ValueSource(ints = {SecurityKeyProvider.ECDSA, SecurityKeyProvider.ED25519})
  void opensshTakesTheKeyAndTheSignature(int algorithm) throws Exception {
    assumeTrue(NativeLibrary.FIDO2.present(), "needs libfido2.so.1");
    assumeTrue(Files.isExecutable(Path.of(SSH_KEYGEN)), "needs OpenSSH's ssh-keygen");
    Files.write(folder.resolve("message"), MESSAGE);
    VirtualConnection authenticator = VirtualConnection.to(new VirtualAuthenticator());
    try (VirtualDevices devices = new VirtualDevices(authenticator)) {
      FidoProvider provider = FidoProvider.load(devices);
      Enrolled made = provider.enroll(algorithm, new byte[32], "ssh:", 1, null, Map.of());
      try (SecurityKeyPrivateKey key = FidoSignatures.key(algorithm, made, "ssh:")) {
        byte[] file = PrivateKeyFile.write(key, "me", PrivateKeyFile.WriteOptions.openSsh(null));
        AtomicFile.write(folder.resolve("key"), file, AtomicFile.OWNER_ONLY);
        String line = new PublicKeyFile.Entry(key.publicKey(), "me").line();
        Files.writeString(folder.resolve("key.pub"), line + "\n");
        Files.writeString(folder.resolve("signers"), "me " + line + "\n");
        assertEquals(line, peer("-y", "-f", "key").strip());
        assertEquals(peer("-l", "-f", "key.pub"), peer("-l", "-f", "key"));
        SecurityKeySigner signer =
            new SecurityKeySigner(
                key,
                (held, data) -> {
                  try {
                    SecurityKeyProvider.Signed signed =
                        provider.sign(
                            algorithm, data, "ssh:", held.keyHandle().expose(), held.flags(), null);
                    return new SecurityKeySigner.Answer(
                        signed.flags(), signed.counter(), signed.first(), signed.second());
                  } catch (SecurityKeyException e) {
                    throw new AssertionError(e);
                  }
                });
        FileSignature signature =
            FileSignature.sign(
                signer, "file", FileSignature.Hash.SHA512, new ByteArrayInputStream(MESSAGE));
        Files.writeString(folder.resolve("message.sig"), signature.armoured());
        String[] words = {
          "-Y", "verify", "-f", "signers", "-I", "me", "-n", "file", "-s", "message.sig"
        };
        assertTrue(peer(words).startsWith("Good \"file\" signature for me with "));
      }
    }
  }
}
