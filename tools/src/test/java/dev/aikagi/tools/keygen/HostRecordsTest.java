package dev.aikagi.tools.keygen;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class HostRecordsTest {
  private static final String SHA1 = "91418285ce92795239b4c4f06ff68f62efeb092c";
  private static final String SHA256 =
      "ded6f02b39e205ca26baab98a648cf8a7bfecf6b77699dad0a69854e21666e55";

  @TempDir Path home;
  private String key;

  @BeforeEach
  void write() throws Exception {
    key =
        Files.writeString(
                home.resolve("host.pub"),
                "ssh-ed25519"
                    + " AAAAC3NzaC1lZDI1NTE5AAAAIAcS94MwH5AEkC6JstPLuUJpueJItXGRXMzT+HH5voZ5\n")
            .toString();
  }

  private Session run(String... words) {
    return new Session(home).run(words);
  }

  @Test
  void printsARecordForEachHash() {
    assertEquals(
        "h IN SSHFP 4 1 " + SHA1 + "\nh IN SSHFP 4 2 " + SHA256 + "\n",
        run("-r", "h", "-f", key).said());
    assertEquals(
        "h IN SSHFP 4 2 " + SHA256 + "\n",
        run("-r", "h", "-f", key, "-O", "hashalg=sha256").said());
    assertEquals(
        "h IN TYPE44 \\# 22 04 01 " + SHA1 + "\n",
        run("-r", "h", "-g", "-f", key, "-O", "hashalg=SHA1").said());
  }

  @Test
  void faultsNameWhatIsWrong() throws Exception {
    Session missing = run("-r", "h", "-f", home + "/none");
    assertEquals(255, missing.code());
    assertTrue(missing.said().contains("/none: No such file or directory"), missing.said());
    Session hash = run("-r", "h", "-f", key, "-O", "hashalg=md5");
    assertEquals(255, hash.code());
    assertTrue(hash.said().contains("Unsupported hash algorithm md5"), hash.said());
    assertEquals(255, run("-r", "h", "-f", key, "-O", "other").code());
    Path text = Files.writeString(home.resolve("text"), "nothing\n");
    Session none = run("-r", "h", "-f", text.toString());
    assertEquals(255, none.code());
    assertTrue(none.said().contains("Failed to read v2 public key from"), none.said());
  }
}
