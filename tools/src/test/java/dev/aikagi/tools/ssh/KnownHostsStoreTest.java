package dev.aikagi.tools.ssh;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.aikagi.config.AlgorithmNames;
import dev.aikagi.config.ClientConfigReader;
import dev.aikagi.key.KeyGenerator;
import dev.aikagi.key.PublicKey;
import dev.aikagi.trust.HostKeyDecision;
import dev.aikagi.trust.HostKeysChange;
import dev.aikagi.trust.KnownHosts;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The files that hold the keys of hosts keep every byte that is not about the host. */
class KnownHostsStoreTest {
  private static final PublicKey KEY = KeyGenerator.ed25519().publicKey();
  private static final PublicKey OLD = KeyGenerator.ed25519().publicKey();

  @TempDir Path folder;

  private KnownHostsStore store() throws Exception {
    ClientConfigReader reader =
        new ClientConfigReader(
            "host", new ScriptedMachine(folder, c -> {}), AlgorithmNames.OPENSSH_CLIENT, d -> {});
    reader.option("UserKnownHostsFile " + folder.resolve("a") + " " + folder.resolve("b"));
    reader.option("GlobalKnownHostsFile /dev/null");
    reader.option("HashKnownHosts no");
    Log log = new Log(new PrintStream(new ByteArrayOutputStream(), true, StandardCharsets.UTF_8));
    return new KnownHostsStore(reader.finish(), log);
  }

  private Path write(String name, String text) throws Exception {
    return Files.writeString(folder.resolve(name), text);
  }

  @Test
  void aNameThatIsNotAsciiIsFoundAgain() throws Exception {
    assertNull(store().add("büro", null, KEY));
    assertEquals("büro " + KEY.line() + "\n", Files.readString(folder.resolve("a")));
    assertInstanceOf(
        HostKeyDecision.Known.class, store().read().decide(new KnownHosts.Query("büro", 22), KEY));
  }

  @Test
  void otherLinesKeepTheirBytes() throws Exception {
    String others = "# Schlüssel\nbüro " + OLD.line() + " ü\n";
    Path file = write("a", others + "h " + OLD.line() + "\n");
    store().replace("h", null, List.of(KEY));
    assertEquals(others + "h " + KEY.line() + "\n", Files.readString(file));
  }

  @Test
  void obsoleteKeysGoFromEveryFile() throws Exception {
    Path first = write("a", "h " + KEY.line() + "\n");
    Path second = write("b", "h " + OLD.line() + "\ng " + KEY.line() + "\n");
    HostKeysChange change = store().change("h", null, List.of(KEY));
    assertEquals(1, change.obsolete().size());
    assertTrue(change.fresh().isEmpty());
    assertTrue(change.obstacle().isPresent());
    store().replace("h", null, List.of(KEY));
    assertEquals("h " + KEY.line() + "\n", Files.readString(first));
    assertEquals("g " + KEY.line() + "\n", Files.readString(second));
  }
}
