package dev.aikagi.tools.sshd;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.aikagi.config.Diagnostic;
import dev.aikagi.config.ServerConfig;
import dev.aikagi.config.ServerConfigReader;
import dev.aikagi.key.AtomicFile;
import dev.aikagi.key.KeyGenerator;
import dev.aikagi.key.PrivateKey;
import dev.aikagi.key.PrivateKeyFile;
import dev.aikagi.tools.ServerLog;
import dev.aikagi.tools.SystemSurroundings;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Which host keys a server has, and what it says of the others. */
class HostKeysTest {
  @TempDir Path folder;
  private final ByteArrayOutputStream told = new ByteArrayOutputStream();
  private final ServerLog log = ServerLog.toStream(told, ServerLog.Level.INFO);

  private HostKeys load(PrivateKey key, int requiredBits) throws Exception {
    Path file = folder.resolve("key");
    byte[] content = PrivateKeyFile.write(key, "", PrivateKeyFile.WriteOptions.openSsh(null));
    AtomicFile.write(file, content, AtomicFile.OWNER_ONLY);
    ServerConfigReader reader =
        new ServerConfigReader(
            new SystemSurroundings(log), SshdAlgorithms.NAMES, Diagnostic.NOBODY);
    reader.option("HostKey " + file);
    reader.option("RequiredRSASize " + requiredBits);
    ServerConfig config = reader.withoutFile();
    return HostKeys.load(config, log);
  }

  /** OpenSSH's words; the key is left out before it is offered to anybody. */
  @Test
  @Tag("C2")
  void anRsaKeyBelowTheRequiredSizeIsNotOffered() throws Exception {
    PrivateKey key = KeyGenerator.rsa(1024);
    assertEquals(List.of(), load(key, 2048).signers());
    String said = told.toString(StandardCharsets.UTF_8);
    assertTrue(said.contains("Host key " + folder.resolve("key") + ": Invalid key length"), said);
    told.reset();
    assertEquals(key.publicKey(), load(key, 1024).signers().getFirst().publicKey());
    assertEquals("", told.toString(StandardCharsets.UTF_8));
  }
}
