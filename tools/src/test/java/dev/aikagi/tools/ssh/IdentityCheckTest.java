package dev.aikagi.tools.ssh;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;

import dev.aikagi.auth.IdentityReason;
import dev.aikagi.key.KeyFileRefusal;
import dev.aikagi.posix.User;
import dev.aikagi.tools.keygen.SshKeygen;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class IdentityCheckTest {
  @TempDir private Path folder;

  private Path key;

  @BeforeEach
  void make() {
    key = make("id", "");
  }

  private Path make(String name, String passphrase) {
    Path file = folder.resolve(name);
    assertEquals(
        0,
        SshKeygen.run(
            List.of("-q", "-t", "ed25519", "-N", passphrase, "-a", "1", "-f", file.toString())));
    return file;
  }

  private static Optional<IdentityReason> check(Path file) {
    return IdentityCheck.of(file.toString(), Integer.toUnsignedLong(User.realId()));
  }

  private static <T> T fault(Class<T> type, Path file) {
    return assertInstanceOf(type, check(file).orElseThrow());
  }

  @Test
  void aGoodPairHasNoFault() {
    assertEquals(Optional.empty(), check(key));
    assertEquals(Optional.empty(), check(make("locked", "secret")));
  }

  @Test
  void noFile() throws IOException {
    fault(IdentityReason.Missing.class, folder.resolve("other"));
    Files.delete(key);
    fault(IdentityReason.PrivateHalfMissing.class, key);
  }

  @Test
  void othersMayReadIt() throws IOException {
    Files.setPosixFilePermissions(key, PosixFilePermissions.fromString("rw-r-----"));
    assertEquals(0640, fault(IdentityReason.TooOpen.class, key).reason().mode());
  }

  @Test
  void noKeyIsInIt() throws IOException {
    byte[] whole = Files.readAllBytes(key);
    Files.write(key, Arrays.copyOf(whole, whole.length / 2));
    fault(IdentityReason.BadFile.class, key);
    Files.copy(Path.of(key + ".pub"), key, StandardCopyOption.REPLACE_EXISTING);
    Files.setPosixFilePermissions(key, PosixFilePermissions.fromString("rw-------"));
    assertInstanceOf(
        KeyFileRefusal.PublicKeyOnly.class, fault(IdentityReason.BadFile.class, key).reason());
  }

  /** Nobody needs to keep a public key to himself. */
  @Test
  void aPublicKeyThatOthersMayRead() throws IOException {
    Path half = Path.of(key + ".pub");
    Files.setPosixFilePermissions(half, PosixFilePermissions.fromString("rw-r--r--"));
    assertInstanceOf(
        KeyFileRefusal.PublicKeyOnly.class, fault(IdentityReason.BadFile.class, half).reason());
  }

  @Test
  void theHalvesAreOfTwoKeys() throws IOException {
    Path locked = make("locked", "secret");
    Path other = make("more", "");
    for (Path file : List.of(key, locked)) {
      Files.copy(
          Path.of(other + ".pub"), Path.of(file + ".pub"), StandardCopyOption.REPLACE_EXISTING);
      fault(IdentityReason.OtherPublicHalf.class, file);
    }
  }
}
