package dev.aikagi.interop.trust;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.aikagi.interop.Compared;
import dev.aikagi.pattern.AddressPatterns;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The networks of a certificate: ssh-keygen puts into one what sshd would take, and no more. */
class SourceAddressDifferentialTest {
  @TempDir static Path folder;

  @BeforeAll
  static void keys() throws Exception {
    RealPrograms.assumeInstalled(RealPrograms.KEYGEN);
    var _ = RealPrograms.makeKey(folder.resolve("authority"), "ed25519", "");
    var _ = RealPrograms.makeKey(folder.resolve("user"), "ed25519", "");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "10.0.0.0/8",
        "10.0.0.0/8,192.0.2.0/24",
        "FE80::1",
        "127.1",
        "2130706433",
        "0000:0000:0000:0000:0000:0000:255.255.255.255/128",
        "0x7f.1",
        "fe80::1%lo",
        "10.0.0.1/8",
        "10.0.0.0/8,",
        "!10.0.0.0/8",
        "1.2.3.4/33",
        "10.*",
        "host"
      })
  void theSameListsAreTaken(String networks) throws Exception {
    RealPrograms.Result theirs =
        RealPrograms.run(
            folder,
            RealPrograms.KEYGEN,
            "-q",
            "-s",
            "authority",
            "-I",
            "id",
            "-O",
            "source-address=" + networks,
            "user.pub");
    assertEquals(theirs.status() == 0, AddressPatterns.validNetworks(networks), theirs.errors());
    Compared.one("certificates");
  }
}
